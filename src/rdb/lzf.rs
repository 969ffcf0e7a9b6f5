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
    Longer { distance: u64 },
    Distance { distance: u64, length: u64 },
}

/// The upper three bits of a control byte that has a byte of further length.
const LONGER: u8 = 7;

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
                _ => {
                    self.step(byte)?;
                    after
                }
            };
            if self.length > self.stated {
                return Err("a compressed string is longer than it says");
            }
        }
        match self.left {
            0 => self.end().map(|()| true),
            _ => Ok(false),
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
            Next::Control => {
                let distance = u64::from(byte & 0x1f) << 8;
                match byte >> 5 {
                    LONGER => Next::Longer { distance },
                    length => Next::Distance { distance, length: u64::from(length) + 2 },
                }
            }
            Next::Longer { distance } => {
                Next::Distance { distance, length: u64::from(LONGER) + 2 + u64::from(byte) }
            }
            Next::Distance { distance, length } => {
                if distance + u64::from(byte) + 1 > self.length {
                    return Err("a compressed string refers to what is before it");
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
