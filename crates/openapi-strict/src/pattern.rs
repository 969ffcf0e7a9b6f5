//! The one form of `pattern` that becomes a check of bytes instead of a regular expression.

/// `^[CLASS]{min,max}$` over ASCII, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub text: String,
    /// The bytes that are allowed, as ranges with both ends.
    pub class: Vec<(u8, u8)>,
    pub min: usize,
    pub max: usize,
}

/// What [`Pattern::parse`] accepts, for messages.
pub(crate) const FORM: &str = "`^[CLASS]{min,max}$` or `^[CLASS]{n}$`, where CLASS is made of ASCII \
    characters, ranges and escaped punctuation";

impl Pattern {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (class, length) = parse_class(text.strip_prefix("^[")?)?;
        let length = length.strip_prefix('{')?.strip_suffix("}$")?;
        let (min, max) = length.split_once(',').unwrap_or((length, length));
        let (min, max) = (min.parse().ok()?, max.parse().ok()?);
        (min <= max && max > 0).then(|| Self { text: text.to_owned(), class, min, max })
    }

    pub(crate) fn allows(&self, byte: u8) -> bool {
        self.class.iter().any(|(low, high)| (low..=high).contains(&&byte))
    }

    /// The class as a Rust pattern over bytes.
    pub(crate) fn to_rust(&self) -> String {
        let byte = |byte: u8| format!("b'{}'", char::from(byte).escape_default());
        let ranges = self.class.iter().map(|&(low, high)| match low == high {
            true => byte(low),
            false => format!("{}..={}", byte(low), byte(high)),
        });
        ranges.collect::<Vec<_>>().join(" | ")
    }
}

/// The ranges up to the closing bracket, and what follows it.
fn parse_class(text: &str) -> Option<(Vec<(u8, u8)>, &str)> {
    let mut class = Vec::new();
    let mut rest = text;
    loop {
        if let Some(after) = rest.strip_prefix(']') {
            return (!class.is_empty()).then_some((class, after));
        }
        let (low, after) = parse_byte(rest, class.is_empty())?;
        rest = after;
        let high = match after.strip_prefix('-') {
            Some(end) if !end.starts_with(']') => {
                let (high, after) = parse_byte(end, false)?;
                rest = after;
                high
            }
            _ => low,
        };
        if low > high {
            return None;
        }
        class.push((low, high));
    }
}

/// One literal or escaped byte of a class; a bare `-` is one only `at_start` or before the end.
fn parse_byte(text: &str, at_start: bool) -> Option<(u8, &str)> {
    let mut chars = text.chars();
    let byte = match chars.next()? {
        '\\' => chars.next().filter(char::is_ascii_punctuation)?,
        '^' | '[' => return None,
        '-' if !at_start && !text.starts_with("-]") => return None,
        literal => literal,
    };
    let rest = chars.as_str();
    (byte == ' ' || byte.is_ascii_graphic()).then_some((byte as u8, rest))
}
