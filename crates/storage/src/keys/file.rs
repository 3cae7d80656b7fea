//! The key file: its text, its mode, how a new one comes to be.
use super::{Key, Keys, KeysFault};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::{
    fs::{self, File},
    io::{self, Read, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};
use zeroize::Zeroizing;

const HEADER: &str = "\
# Sealing keys, newest first: the first seals, all of them open.
# Keep a copy: without it nobody can read the secrets in the database that are sealed with them.
# Servers that share a database take a new key in two steps: add it as the last line everywhere and restart each; then
# move it to the top everywhere and restart each again. A key that has sealed stays: no server starts without it.
";

pub(super) fn load(path: &Path) -> Result<Keys, KeysFault> {
    parse(&read(path)?).map_err(|cause| KeysFault(format!("{} {cause}", path.display())))
}

/// `key` is 32 bytes in base64url.
pub(super) fn create(path: &Path, key: &str) -> Result<(), KeysFault> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(KeysFault(format!("{} exists; keys are never overwritten", path.display())));
    }
    let text = Zeroizing::new(format!("{HEADER}k1:{key}\n"));
    write(path, &text).map_err(|cause| KeysFault(format!("cannot write {}: {cause}", path.display())))
}

pub(super) fn parse(text: &str) -> Result<Keys, String> {
    let mut keys: Vec<Key> = Vec::new();
    for (index, line) in text.lines().map(str::trim).enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let place = index + 1;
        let key = parse_line(line).ok_or_else(|| {
            format!("line {place} is no key: write k, a number from 1 to 255, a colon and 32 bytes in base64url")
        })?;
        if keys.iter().any(|other| other.number == key.number) {
            return Err(format!("line {place} gives k{} a second time: number the new key anew", key.number));
        }
        keys.push(key);
    }
    let mut keys = keys.into_iter();
    let newest =
        keys.next().ok_or("holds no key: let the server make a new file, or restore the one of this database")?;
    Ok(Keys { newest, older: keys.collect() })
}

fn parse_line(line: &str) -> Option<Key> {
    let (number, encoded) = line.strip_prefix('k')?.split_once(':')?;
    let number: u8 = number.parse().ok().filter(|number| *number > 0)?;
    let mut bytes = Zeroizing::new([0; 32]);
    let length = URL_SAFE_NO_PAD.decode_slice(encoded, bytes.as_mut_slice()).ok()?;
    (length == bytes.len()).then(|| Key::new(number, &bytes))
}

fn read(path: &Path) -> Result<Zeroizing<String>, KeysFault> {
    let failed = |cause: io::Error| KeysFault(format!("cannot read the keys in {}: {cause}", path.display()));
    let mut file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.permissions().mode() & 0o077 != 0 {
        let path = path.display();
        return Err(KeysFault(format!("{path} is open to other users of this machine; run: chmod 600 {path}")));
    }
    let mut text = Zeroizing::new(String::new());
    file.read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let temporary = path.with_added_extension("new");
    if let Err(cause) = fs::remove_file(&temporary)
        && cause.kind() != io::ErrorKind::NotFound
    {
        return Err(cause);
    }
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(&temporary)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests;
