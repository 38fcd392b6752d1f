//! The digests of WARC headers, such as `sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ`.

use data_encoding::{BASE32, HEXLOWER};
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// The digest of some bytes, written as another one is: the same algorithm, base 32 or hexadecimal. `None` for an algorithm that is not known.
pub(super) fn digest_like(old: &str, bytes: &[u8]) -> Option<String> {
    let (algorithm, value) = old.trim().split_once(':')?;
    let digest = match &*algorithm.to_ascii_lowercase() {
        "sha1" => Sha1::digest(bytes).to_vec(),
        "sha256" | "sha-256" => Sha256::digest(bytes).to_vec(),
        _ => return None,
    };
    let encoded = if value.len() == 2 * digest.len() { HEXLOWER.encode(&digest) } else { BASE32.encode(&digest) };
    Some(format!("{algorithm}:{encoded}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_standards() {
        // RFC 3174 and FIPS 180, "abc".
        let sha1 = digest_like("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b"abc");
        assert_eq!(sha1.as_deref(), Some("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"));
        let hex = digest_like("sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709", b"abc");
        assert_eq!(hex.as_deref(), Some("sha1:a9993e364706816aba3e25717850c26c9cd0d89d"));
        let sha256 = digest_like(&format!("sha256:{}", "0".repeat(64)), b"abc");
        assert_eq!(sha256.as_deref(), Some("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        assert_eq!(digest_like("md5:abc", b""), None);
        assert_eq!(digest_like("abc", b""), None);
    }
}
