//! Checks a compressed string without expanding it. Pure.
//!
//! LZF (`lzf_d.c` of Redis): a control byte below 32 stands before that many literals and one more; any
//! other one refers back: its upper three bits are the length less 2, 7 meaning that a further byte adds
//! to it; its lower five bits and the last byte are the distance less 1.

/// A compressed string that is being read.
#[derive(Debug)]
pub(super) struct Compressed {
    /// Compressed bytes to come.
    left: u64,
    /// The length that the expanded string has so far, and the one that it must have.
    length: u64,
    stated: u64,
    next: Next,
}

#[derive(Debug, Clone, Copy)]
enum Next {
    Control,
    Literals(u8),
    Longer { control: u8 },
    Distance { control: u8, length: u64 },
}

/// The upper three bits of a control byte that has a byte of further length.
const LONGER: u8 = 7;
const BEFORE: &str = "a compressed string refers to what is before it";

/// How far back a control byte and the last one refer.
fn distance(control: u8, low: u8) -> u64 {
    (u64::from(control & 0x1f) << 8) + u64::from(low) + 1
}

impl Compressed {
    /// A string of so many bytes that expands to that length. Neither is ever 0.
    pub(super) fn new(compressed: u64, stated: u64) -> Option<Self> {
        let possible = compressed > 0 && stated > 0;
        possible.then_some(Self { left: compressed, length: 0, stated, next: Next::Control })
    }

    /// Takes what there is of it; whether that is all.
    pub(super) fn take(&mut self, input: &mut &[u8]) -> Result<bool, &'static str> {
        let here = usize::try_from(self.left).unwrap_or(usize::MAX).min(input.len());
        let (mut bytes, rest) = input.split_at(here);
        *input = rest;
        self.left -= here as u64;
        while let Some((&byte, after)) = bytes.split_first() {
            bytes = match self.next {
                Next::Literals(count) => {
                    let run = usize::from(count).min(bytes.len());
                    self.literals(count, run);
                    bytes.split_at(run).1
                }
                Next::Control => match self.whole_steps(bytes)? {
                    rest if rest.len() < bytes.len() => rest,
                    _ => {
                        self.step(byte)?;
                        after
                    }
                },
                _ => {
                    self.step(byte)?;
                    after
                }
            };
            self.not_longer()?;
        }
        match self.left {
            0 => self.end().map(|()| true),
            _ => Ok(false),
        }
    }

    /// Takes all steps that are whole here, and gives what is behind them: the fast way.
    fn whole_steps<'a>(&mut self, mut bytes: &'a [u8]) -> Result<&'a [u8], &'static str> {
        loop {
            let (size, distance, added) = match *bytes {
                [control @ 0..32, ..] => (usize::from(control) + 2, 0, u64::from(control) + 1),
                [control @ 32..0xe0, low, ..] => {
                    (2, distance(control, low), u64::from(control >> 5) + 2)
                }
                [control, more, low, ..] => {
                    (3, distance(control, low), u64::from(LONGER) + 2 + u64::from(more))
                }
                _ => return Ok(bytes),
            };
            let Some(after) = bytes.get(size..) else {
                return Ok(bytes);
            };
            if distance > self.length {
                return Err(BEFORE);
            }
            self.length += added;
            self.not_longer()?;
            bytes = after;
        }
    }

    fn not_longer(&self) -> Result<(), &'static str> {
        match self.length > self.stated {
            true => Err("a compressed string is longer than it says"),
            false => Ok(()),
        }
    }

    fn literals(&mut self, count: u8, run: usize) {
        let run = u8::try_from(run).unwrap_or(count);
        self.length += u64::from(run);
        self.next = match count.saturating_sub(run) {
            0 => Next::Control,
            left => Next::Literals(left),
        };
    }

    fn step(&mut self, byte: u8) -> Result<(), &'static str> {
        self.next = match self.next {
            Next::Control if byte < 32 => Next::Literals(byte + 1),
            Next::Control => match byte >> 5 {
                LONGER => Next::Longer { control: byte },
                length => Next::Distance { control: byte, length: u64::from(length) + 2 },
            },
            Next::Longer { control } => {
                Next::Distance { control, length: u64::from(LONGER) + 2 + u64::from(byte) }
            }
            Next::Distance { control, length } => {
                if distance(control, byte) > self.length {
                    return Err(BEFORE);
                }
                self.length += length;
                Next::Control
            }
            // Taken as a run.
            Next::Literals(count) => Next::Literals(count),
        };
        Ok(())
    }

    fn end(&self) -> Result<(), &'static str> {
        match self.next {
            Next::Control if self.length == self.stated => Ok(()),
            Next::Control => Err("a compressed string is shorter than it says"),
            _ => Err("a compressed string ends inside"),
        }
    }
}
