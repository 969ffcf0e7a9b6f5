//! Foreign text made fit to be shown: without secrets, control characters or excess.

use std::borrow::Cow;

/// The most characters of foreign text that a message shows.
const LONGEST: usize = 300;
const MASK: &str = "***";
/// From here on, the gateway repeats the request's signed headers, the security token among them.
const ECHO: &str = "canonicalrequest:";
/// So many characters of a secret give it away where a text breaks off inside it.
const TELLING: usize = 8;

/// Cleans text that a server or a library wrote: cut at the gateway's echo, `secrets` and the
/// queries of URLs masked, control characters escaped, at most 300 characters.
pub(crate) fn clean<'a>(text: &str, secrets: impl Iterator<Item = &'a str>) -> String {
    let mut text = Cow::Borrowed(before_echo(text));
    for secret in secrets {
        mask_secret(&mut text, secret);
    }
    let mut shown = String::with_capacity(text.len().min(4 * LONGEST));
    let mut characters = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        for c in visible_part(word).chars() {
            characters += 1;
            if characters > LONGEST {
                shown.push('…');
                return shown;
            }
            push_escaped(&mut shown, c);
        }
        if visible_part(word).len() < word.trim_end().len() {
            shown.push_str(MASK);
            shown.extend(word.chars().next_back().filter(|c| *c == ' '));
        }
    }
    shown.trim_end().to_owned()
}

fn before_echo(text: &str) -> &str {
    let at = text
        .as_bytes()
        .windows(ECHO.len())
        .position(|window| window.eq_ignore_ascii_case(ECHO.as_bytes()));
    at.map_or(text, |at| text[..at].trim_end_matches([' ', ',']))
}

/// The part of a word before a query: all of it, unless a `?` is followed by `name=value`.
fn visible_part(word: &str) -> &str {
    match word.find('?') {
        Some(at) if word[at..].contains('=') => &word[..=at],
        _ => word,
    }
}

fn push_escaped(out: &mut String, c: char) {
    if c.is_control() || reorders(c) {
        out.extend(c.escape_default());
    } else {
        out.push(c);
    }
}

/// Whether a terminal shows the characters around this one in another order, or not at all.
pub(crate) fn reorders(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Masks each place where the text repeats the secret, whole or broken off after its beginning.
fn mask_secret(text: &mut Cow<'_, str>, secret: &str) {
    let telling = secret.char_indices().nth(TELLING).map_or(secret.len(), |(at, _)| at);
    let beginning = &secret[..telling];
    if beginning.is_empty() || !text.contains(beginning) {
        return;
    }
    let mut masked = String::with_capacity(text.len());
    let mut rest: &str = text;
    while let Some(at) = rest.find(beginning) {
        masked.push_str(&rest[..at]);
        masked.push_str(MASK);
        let repeated = rest[at..].chars().zip(secret.chars()).take_while(|(a, b)| a == b);
        rest = &rest[at + repeated.map(|(c, _)| c.len_utf8()).sum::<usize>()..];
    }
    masked.push_str(rest);
    *text = Cow::Owned(masked);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cleaned(text: &str) -> String {
        clean(text, ["SECRET-TOKEN-0123456789"].into_iter())
    }

    #[test]
    fn what_gives_a_secret_away_is_masked() {
        let table = [
            ("nothing to hide", "nothing to hide"),
            ("is this it? yes", "is this it? yes"),
            (
                "verify aksk signature fail, canonicalRequest:POST|/v2/|x-security-token:abc",
                "verify aksk signature fail",
            ),
            ("token SECRET-TOKEN-0123456789 is bad", "token *** is bad"),
            ("token SECRET-TOKEN-01... is bad", "token ***... is bad"),
            ("xSECRET-TOKEN-0123456789SECRET-TOKEN-0123456789y", "x******y"),
            (
                "GET https://b.example.com/f.rdb?AWSAccessKeyId=A&Signature=S failed",
                "GET https://b.example.com/f.rdb?*** failed",
            ),
            ("at b.example.com/f?Signature=S", "at b.example.com/f?***"),
            ("a\nb\u{1b}[31m\u{202e}c", "a\\nb\\u{1b}[31m\\u{202e}c"),
        ];
        for (text, shown) in table {
            assert_eq!(cleaned(text), shown);
        }
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let shown = cleaned(&"ü".repeat(1000));
        assert_eq!(shown, format!("{}…", "ü".repeat(LONGEST)));
    }

    proptest! {
        #[test]
        fn a_secret_never_comes_through(
            secret in "[A-Za-z0-9+/=]{8,40}", before in "[^?]{0,40}", after in ".{0,40}",
        ) {
            let shown = clean(&format!("{before}{secret}{after}"), [secret.as_str()].into_iter());
            prop_assert!(!shown.contains(&secret), "{shown}");
        }

        #[test]
        fn any_text_stays_short_and_printable(text in ".*") {
            let shown = cleaned(&text);
            prop_assert!(!shown.chars().any(char::is_control));
            prop_assert!(shown.chars().count() <= LONGEST * 10 + 4);
        }
    }
}
