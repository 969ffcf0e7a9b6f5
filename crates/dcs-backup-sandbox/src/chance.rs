//! Ids and keys that are made up: good enough for what lives as long as a test and opens nothing.

const CAPITALS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// An access key.
pub(crate) fn access_key() -> String {
    text(20, CAPITALS)
}

/// A secret key or a token.
pub(crate) fn secret(length: usize) -> String {
    text(length, ALPHANUMERIC)
}

/// Hexadecimal digits.
pub(crate) fn hex(length: usize) -> String {
    text(length, b"0123456789abcdef")
}

/// A random UUID.
pub(crate) fn uuid() -> String {
    format!("{}-{}-4{}-a{}-{}", hex(8), hex(4), hex(3), hex(3), hex(12))
}

fn text(length: usize, alphabet: &[u8]) -> String {
    (0..length).filter_map(|_| fastrand::choice(alphabet).copied()).map(char::from).collect()
}
