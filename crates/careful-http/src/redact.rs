//! Foreign text made fit to be shown: without secrets, control characters or excess.

use std::borrow::Cow;

/// The most characters of foreign text that a message shows.
const LONGEST: usize = 300;
const MASK: &str = "***";
/// From here on, the gateway repeats the request's signed headers, the security token among them.
const ECHO: &str = "canonicalrequest:";
/// So many characters of a secret, at its beginning or end, tell that it is meant.
const TELLING: usize = 8;
/// What no secret holds, and ends it in a message.
const DELIMITERS: [char; 13] =
    [' ', '\t', '\n', '\r', ',', ';', '"', '\'', '|', '<', '>', '(', ')'];

/// Cleans text that a server or a library wrote: cut at the gateway's echo, `secrets` and the
/// queries of URLs masked, control characters escaped, at most 300 characters.
pub fn clean<'a>(text: &str, secrets: impl Iterator<Item = &'a str>) -> String {
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
    if c.is_control() || is_misleading(c) {
        out.extend(c.escape_default());
    } else {
        out.push(c);
    }
}

/// Whether a terminal shows the characters around this one in another order, or not at all.
pub fn is_misleading(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Masks the secret, and every run of characters that begins or ends like it: a message may break it
/// off, or repeat it in another encoding.
fn mask_secret(text: &mut Cow<'_, str>, secret: &str) {
    if !secret.is_empty() && text.contains(secret) {
        *text = Cow::Owned(text.replace(secret, MASK));
    }
    if secret.len() < 2 * TELLING || !secret.is_ascii() {
        return;
    }
    let telling = [&secret[..TELLING], &secret[secret.len() - TELLING..]];
    if !telling.iter().any(|part| text.contains(part)) {
        return;
    }
    let masked = text.split_inclusive(DELIMITERS).map(|run| {
        let (bare, end) = run.split_at(run.trim_end_matches(DELIMITERS).len());
        match telling.iter().any(|part| bare.contains(part)) {
            true => format!("{MASK}{end}"),
            false => run.to_owned(),
        }
    });
    *text = Cow::Owned(masked.collect());
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
            ("token SECRET-TOKEN-01... is bad", "token *** is bad"),
            ("token SECRET-T%4fKEN-01%32345, no", "token ***, no"),
            ("token …23456789 is bad", "token *** is bad"),
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
            secret in "[A-Za-z0-9+/=]{16,40}", before in "[^?]{0,40}", after in ".{0,40}",
        ) {
            let shown = clean(&format!("{before}{secret}{after}"), [secret.as_str()].into_iter());
            prop_assert!(!shown.contains(&secret), "{shown}");
        }

        #[test]
        fn an_encoded_secret_shows_neither_end(secret in "[A-Za-z0-9]{8}[+/=]{1,8}[A-Za-z0-9]{8}") {
            let encoded: String =
                percent_encoding::utf8_percent_encode(&secret, percent_encoding::NON_ALPHANUMERIC).collect();
            let shown = clean(&format!("bad token {encoded}!"), [secret.as_str()].into_iter());
            prop_assert_eq!(shown, "bad token ***");
        }

        #[test]
        fn any_text_stays_short_and_printable(text in ".*") {
            let shown = cleaned(&text);
            prop_assert!(!shown.chars().any(char::is_control));
            prop_assert!(shown.chars().count() <= LONGEST * 10 + 4);
        }
    }
}
