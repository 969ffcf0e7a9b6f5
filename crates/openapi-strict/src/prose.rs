//! Text of a document as Markdown that rustdoc accepts, whatever the text says.

/// What Markdown and rustdoc would read as a link, a tag, an escape or a fence.
const SPECIAL: &str = "[]<>\\`";

/// The text with the same words: code stays code, a bare URL becomes a link, and nothing else is markup.
///
/// Lines lose their indent, which would make them a block of code, and so a test.
pub(crate) fn escape(text: &str) -> String {
    let lines = text.trim().lines().map(str::trim);
    let text = lines.collect::<Vec<_>>().join("\n");
    text.split("\n\n").map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// The text in one paragraph that ends a sentence.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.ends_with(char::is_alphanumeric) { text + "." } else { text }
}

/// The text as code within a line, fenced by more backticks than it has in a row.
pub(crate) fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let gap = if longest > 0 { " " } else { "" };
    format!("{fence}{gap}{text}{gap}{fence}")
}

fn paragraph(text: &str) -> String {
    let mut escaped = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let at_start = escaped.is_empty() || escaped.ends_with('\n');
        let taken = match next {
            '`' if code_span(rest).is_some() => {
                let span = code_span(rest).unwrap_or_default();
                escaped.push_str(span);
                span.len()
            }
            'h' if url(rest).is_some() && !escaped.ends_with(char::is_alphanumeric) => {
                let url = url(rest).unwrap_or_default();
                escaped.extend(["<", url, ">"]);
                url.len()
            }
            '`' => {
                let run = rest.len() - rest.trim_start_matches('`').len();
                escaped.push_str(&"\\`".repeat(run));
                run
            }
            '~' if at_start => {
                escaped.push_str("\\~");
                1
            }
            special if SPECIAL.contains(special) => {
                escaped.extend(['\\', special]);
                1
            }
            plain => {
                escaped.push(plain);
                plain.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    escaped
}

/// A span between two single backticks of one line.
fn code_span(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('`')?;
    let length = inner.find(['`', '\n'])?;
    let closed = inner[length..].starts_with('`') && !inner[length + 1..].starts_with('`');
    (closed && length > 0).then(|| &text[..length + 2])
}

/// The URL that the text begins with, without the punctuation that follows it.
fn url(text: &str) -> Option<&str> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let ends = |c: char| c.is_whitespace() || c.is_control() || SPECIAL.contains(c) || c == '"';
    let host = &host[..host.find(ends).unwrap_or(host.len())];
    let host = host.trim_end_matches(|c: char| ".,;:!?)'}*_".contains(c));
    let scheme = text.find("//")? + 2;
    (!host.is_empty()).then(|| &text[..scheme + host.len()])
}

#[cfg(test)]
mod tests {
    use super::{code, escape, sentence};

    #[test]
    fn what_would_be_markup_is_escaped() {
        for (text, escaped) in [
            ("Plain, with `code` and 3 * 4.", "Plain, with `code` and 3 * 4."),
            ("An [id] or <id>", r"An \[id\] or \<id\>"),
            ("one ` backtick", r"one \` backtick"),
            ("`[kept]`, ``two`` and `", r"`[kept]`, \`\`two\`\` and \`"),
            ("C:\\path", r"C:\\path"),
            ("```\nfn main() {}\n```", "\\`\\`\\`\nfn main() {}\n\\`\\`\\`"),
            ("~~~\ncode", "\\~~~\ncode"),
            ("First.\n\n     five spaces\n\n\ttab", "First.\n\nfive spaces\n\ntab"),
        ] {
            assert_eq!(escape(text), escaped);
        }
    }

    #[test]
    fn a_bare_url_is_a_link() {
        for (text, escaped) in [
            ("see https://a.example/b?c=d.", "see <https://a.example/b?c=d>."),
            ("(http://a.example)", "(<http://a.example>)"),
            ("<https://a.example>", r"\<<https://a.example>\>"),
            ("`https://a.example`", "`https://a.example`"),
            ("https://", "https://"),
        ] {
            assert_eq!(escape(text), escaped);
        }
    }

    #[test]
    fn code_survives_backticks() {
        assert_eq!(code("^[a-z]{1,2}$"), "`^[a-z]{1,2}$`");
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
    }

    #[test]
    fn a_sentence_is_one_line() {
        assert_eq!(sentence("The\n\n id"), "The id.");
        assert_eq!(sentence("Which?"), "Which?");
    }
}
