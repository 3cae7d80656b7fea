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

#[test]
fn what_was_left_half_written_goes_after_six_hours_and_nothing_else_does() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let account = folder.path().join("account");
    fs::create_dir(&account).unwrap();
    let (key, little) = ("0123456789abcdef".repeat(2), Duration::from_secs(60));
    let cases = [
        (format!("{key}#1"), ABANDONED + little, false),
        (format!("{key}#2"), ABANDONED - little, true),
        (key.clone(), ABANDONED + little, true),
        (format!("{key}#x"), ABANDONED + little, true),
        ("#notes#".to_owned(), ABANDONED + little, true),
    ];
    for (name, age, _) in &cases {
        let file = fs::File::create(account.join(name)).unwrap();
        let written = file.metadata().unwrap().modified().unwrap();
        file.set_modified(written - *age).unwrap();
    }
    runtime.block_on(open(&format!("file:{}", folder.path().display()))).unwrap();
    for (name, _, stays) in &cases {
        assert_eq!(account.join(name).exists(), *stays, "{name}");
    }
}
