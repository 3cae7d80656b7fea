//! The hashes with which requests to a bucket are signed.
use hmac::{Hmac, KeyInit, Mac};
use object_store::{
    Result,
    client::{CryptoProvider, DigestAlgorithm, DigestContext, HmacContext, Signer, SigningAlgorithm},
};
use sha2::{Digest, Sha256};

/// SHA-256 and its HMAC.
#[derive(Debug)]
pub struct Hashes;

struct Hash(Sha256, [u8; 32]);
struct Authentication(Hmac<Sha256>, [u8; 32]);

impl CryptoProvider for Hashes {
    fn digest(&self, algorithm: DigestAlgorithm) -> Result<Box<dyn DigestContext>> {
        match algorithm {
            DigestAlgorithm::Sha256 => Ok(Box::new(Hash(Sha256::new(), [0; 32]))),
            other => unknown(other),
        }
    }
    fn hmac(&self, algorithm: DigestAlgorithm, secret: &[u8]) -> Result<Box<dyn HmacContext>> {
        match algorithm {
            DigestAlgorithm::Sha256 => match Hmac::new_from_slice(secret) {
                Ok(begun) => Ok(Box::new(Authentication(begun, [0; 32]))),
                Err(fault) => unknown(fault),
            },
            other => unknown(other),
        }
    }
    fn sign(&self, algorithm: SigningAlgorithm, _: &[u8]) -> Result<Box<dyn Signer>> {
        unknown(algorithm)
    }
}

impl DigestContext for Hash {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }
    fn finish(&mut self) -> Result<&[u8]> {
        self.1 = self.0.finalize_reset().into();
        Ok(&self.1)
    }
}

impl HmacContext for Authentication {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }
    fn finish(&mut self) -> Result<&[u8]> {
        self.1 = self.0.clone().finalize().into_bytes().into();
        Ok(&self.1)
    }
}

fn unknown<T>(what: impl std::fmt::Debug) -> Result<T> {
    Err(object_store::Error::NotSupported { source: format!("{what:?}").into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_hash_is_sha_256() {
        // FIPS 180-4, the example "abc".
        let mut hash = Hashes.digest(DigestAlgorithm::Sha256).unwrap();
        hash.update(b"a");
        hash.update(b"bc");
        assert_eq!(hex(hash.finish().unwrap()), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn the_authentication_is_its_hmac() {
        // RFC 4231, test case 2.
        let mut mac = Hashes.hmac(DigestAlgorithm::Sha256, b"Jefe").unwrap();
        mac.update(b"what do ya want ");
        mac.update(b"for nothing?");
        assert_eq!(hex(mac.finish().unwrap()), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
