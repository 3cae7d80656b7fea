//! Tests of the store.
use super::*;

fn refused(url: &str) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(open(url)).err().unwrap()
}

#[test]
fn what_is_neither_a_folder_nor_a_bucket_is_refused_in_words() {
    for url in ["", "file:", "s3://", "s3:///prefix", "here", "https://bucket.example"] {
        assert_eq!(
            refused(url),
            format!("{url} is no place for files. Write --files file:FOLDER or s3://BUCKET/PREFIX.")
        );
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_refused_in_words() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let said = refused(&format!("file:{}", file.path().join("below").display()));
    assert!(said.starts_with("cannot use ") && said.ends_with(". Choose other --files."), "{said}");
}

#[test]
fn what_is_written_to_a_folder_is_read_by_its_key_and_deleted_once_or_twice() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = open(&format!("file:{}", folder.path().join("deep/down").display())).await.unwrap();
        let key = Path::from("account/key");
        store.put(&key, "bytes".into()).await.unwrap();
        assert_eq!(store.get(&key).await.unwrap().bytes().await.unwrap(), "bytes");
        assert_eq!(std::fs::read(folder.path().join("deep/down/account/key")).unwrap(), b"bytes");
        store.delete(&key).await.unwrap();
        for outcome in [store.delete(&key).await, store.get(&key).await.map(drop)] {
            assert!(matches!(outcome, Err(object_store::Error::NotFound { .. })), "{outcome:?}");
        }
    });
}
