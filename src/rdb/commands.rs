//! How the commands of an AOF begin. Pure.

/// So many bytes tell. No command is as short.
pub(crate) const START: usize = 9;

/// Whether the bytes begin as servers write an AOF: with a command, `*2\r\n$6\r\n…`, or with the annotation
/// `#TS:1700000000\r\n` before one. Only the first [`START`] bytes are looked at, and all of them must be there.
pub(super) fn begin(bytes: &[u8]) -> bool {
    let Some(start) = bytes.get(..START) else {
        return false;
    };
    match start {
        [b'#', b'T', b'S', b':', time @ ..] => digits(time).is_some(),
        [b'*', count @ ..] => digits(count).is_some_and(begins_argument),
        _ => false,
    }
}

/// Whether this is the rest of a command's first line and the length of its first argument, as far as it goes.
fn begins_argument(rest: &[u8]) -> bool {
    const BETWEEN: &[u8] = b"\r\n$";
    let (known, length) = rest.split_at(rest.len().min(BETWEEN.len()));
    BETWEEN.starts_with(known) && (length.is_empty() || digits(length).is_some_and(ends_line))
}

fn ends_line(rest: &[u8]) -> bool {
    let known = &rest[..rest.len().min(2)];
    b"\r\n".starts_with(known)
}

/// What follows the digits of a number. `None` if there is no number.
fn digits(bytes: &[u8]) -> Option<&[u8]> {
    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (count > 0).then(|| &bytes[count..])
}

#[cfg(test)]
mod tests {
    use super::begin;

    #[test]
    fn only_what_servers_write_begins_an_aof() {
        for start in [
            "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n",
            "*1\r\n$12\r\nBGREWRITEAOF\r\n",
            "*1024\r\n$5\r\nRPUSH",
            "*1048576\r\n$5\r\nRPUSH",
            "*104857600\r\n$5",
            "#TS:1700000000\r\n*1\r\n",
        ] {
            assert!(begin(start.as_bytes()), "{start:?}");
        }
        for start in [
            "",
            "*",
            "*1",
            "*1\r\n$4\r\n",
            "*hello, world",
            "* 1\r\n$4\r\nPING",
            "*2\n$6\nSELECT",
            "*2\r\n<html><body>",
            "*2\r\n$<html>",
            "*2\r\n$6<html>",
            "*2\r\n*1\r\n$4\r\nPING",
            "*-1\r\n$4\r\nPING",
            "#<html><body>",
            "#!/bin/sh\n",
            "# a comment",
            "#TS:soon\r\n",
            "#TS:",
            "$4\r\nPING\r\n",
        ] {
            assert!(!begin(start.as_bytes()), "{start:?}");
        }
    }
}
