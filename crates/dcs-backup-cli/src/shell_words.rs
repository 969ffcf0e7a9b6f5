//! Words of a command as a shell reads them. Pure.

use std::{borrow::Cow, ffi::OsStr};

use crate::printable;

/// The words of a command line.
pub(crate) fn joined<W: AsRef<OsStr>>(words: impl IntoIterator<Item = W>) -> String {
    let words = words.into_iter().map(|word| quoted(word.as_ref()));
    words.collect::<Vec<_>>().join(" ")
}

/// A word, in `$'…'` if it has what a terminal doesn't show as it is, or what is no text; bash, zsh, ksh and
/// newer shells of other names read that.
fn quoted(word: &OsStr) -> String {
    if let Some(text) = word.to_str()
        && printable::printable(text) == text
    {
        return shlex::try_quote(text).map_or_else(|_| escaped(word), Cow::into_owned);
    }
    escaped(word)
}

#[allow(clippy::format_push_string, reason = "a few characters")]
fn escaped(word: &OsStr) -> String {
    let mut text = String::from("$'");
    for chunk in word.as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            let mut buffer = [0; 4];
            match c {
                '\'' | '\\' => text.extend(['\\', c]),
                _ if printable::printable(c.encode_utf8(&mut buffer))
                    == *c.encode_utf8(&mut [0; 4]) =>
                {
                    text.push(c);
                }
                _ => text += &octal(c.encode_utf8(&mut buffer).as_bytes()),
            }
        }
        text += &octal(chunk.invalid());
    }
    text + "'"
}

fn octal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\{byte:03o}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_the_words_that_were_meant() {
        let words = ["dcs-backup", "-o", "it's", "$HOME", "", "Jörg", "a\u{1b}b'\n"];
        assert_eq!(joined(words), r#"dcs-backup -o "it's" '$HOME' '' 'Jörg' $'a\033b\'\012'"#);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_text_is_escaped() {
        use std::os::unix::ffi::OsStrExt as _;
        assert_eq!(joined([OsStr::from_bytes(b"o\xff1\xc3")]), r"$'o\3771\303'");
    }
}
