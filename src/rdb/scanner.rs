//! Reads an RDB in chunks of any size, by the table in [`layout`](super::layout). Pure.

use std::collections::HashMap;

use super::{
    contents::{Count, ValueType},
    layout::{
        Attribute, EIGHT_BYTES, FOUR_BYTES, LISTPACK, NUMBER, Record, Step, Steps, TEXT, record,
    },
    length::{Length, Pieces},
    strings::{Bytes, Purpose, Start, skip_whole},
    structure::Structure,
    version::{HEADER, Magic, Version},
};

/// The envelope of Valkey 9.2 around a compressed RDB (`compression_stream.h`).
pub(super) const ENVELOPE: &[u8] = b"VKCS";
/// How many templates of hashes are remembered: no input makes the memory longer.
const TEMPLATES: usize = 65_536;
/// The kind that stands before the moment of a module's field, and the kinds of a module's parts.
const MODULE_END: u64 = 0;
const MODULE_UNSIGNED: u64 = 2;

/// Reads the structure of an RDB. Its bytes are fed in order.
///
/// It keeps a few small texts of the file (server and version), and never a key or a value.
#[derive(Debug)]
pub(crate) struct Scanner {
    /// The bytes fed so far.
    fed: u64,
    /// Where the piece begins that is being read.
    begun: u64,
    pieces: Pieces,
    stage: Stage,
    /// What is being read, the innermost last. Its depth is that of the table.
    frames: Vec<Frame>,
    start: Start,
    bytes: Option<Bytes>,
    record: Record,
    /// What was read of the next key's attributes.
    key: Attributes,
    repeat: u64,
    template: u64,
    templates: HashMap<u64, u64>,
    aux_name: Vec<u8>,
    trailer: Option<u64>,
    count: Count,
}

#[derive(Debug)]
enum Stage {
    Header,
    Body(Version),
    Stopped(Stop),
}

#[derive(Debug)]
enum Stop {
    NotRdb,
    Ended { end: u64, version: Version, trailer: Option<u64> },
    Unknown { at: u64 },
    Broken { at: u64, problem: &'static str },
}

/// Steps that are being taken, and how often they are still to be, this time included.
#[derive(Debug)]
struct Frame {
    steps: Steps,
    next: usize,
    left: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attributes {
    None,
    Some { expires: bool },
}

/// Why the reading of a piece ends.
enum Halt {
    /// The rest of it is still to come.
    More,
    NotRdb,
    Ended,
    Unknown,
    Broken(&'static str),
}

impl From<&'static str> for Halt {
    fn from(problem: &'static str) -> Self {
        Self::Broken(problem)
    }
}

impl Scanner {
    pub(crate) fn new() -> Self {
        Self {
            fed: 0,
            begun: 0,
            pieces: Pieces::default(),
            stage: Stage::Header,
            frames: Vec::with_capacity(8),
            start: Start::default(),
            bytes: None,
            record: Record::Other,
            key: Attributes::None,
            repeat: 0,
            template: 0,
            templates: HashMap::new(),
            aux_name: Vec::new(),
            trailer: None,
            count: Count::default(),
        }
    }

    /// Reads the next bytes, which follow those before. Costs next to nothing once the RDB has ended, or
    /// can't be read any further.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.fed = self.fed.saturating_add(bytes.len() as u64);
        if let Stage::Stopped(_) = self.stage {
            return;
        }
        let mut input = bytes;
        let halt = loop {
            if let Err(halt) = self.advance(&mut input) {
                break halt;
            }
        };
        let end = self.fed.saturating_sub(input.len() as u64);
        let at = self.begun;
        self.stage = Stage::Stopped(match halt {
            Halt::More => return,
            Halt::NotRdb => Stop::NotRdb,
            Halt::Ended => match self.stage {
                Stage::Body(version) => Stop::Ended { end, version, trailer: self.trailer },
                Stage::Header | Stage::Stopped(_) => Stop::NotRdb,
            },
            Halt::Unknown => Stop::Unknown { at },
            Halt::Broken(problem) => Stop::Broken { at, problem },
        });
    }

    /// One past the RDB's own last byte, its checksum included, once that was read.
    pub(crate) fn end(&self) -> Option<u64> {
        match self.stage {
            Stage::Stopped(Stop::Ended { end, .. }) => Some(end),
            _ => None,
        }
    }

    /// Whether what comes next would be read.
    pub(crate) fn is_reading(&self) -> bool {
        !matches!(self.stage, Stage::Stopped(_))
    }

    /// Whether the rest of an RDB can't be read, for what is in it.
    pub(crate) fn is_lost(&self) -> bool {
        matches!(self.stage, Stage::Stopped(Stop::Unknown { .. } | Stop::Broken { .. }))
    }

    /// What the bytes are, given that no more come.
    pub(crate) fn finish(self) -> Structure {
        let contents = self.count.finish();
        match self.stage {
            Stage::Header if Magic::of(self.pieces.held()).is_some() => {
                Structure::Truncated { contents }
            }
            Stage::Header | Stage::Stopped(Stop::NotRdb) => Structure::NotRdb,
            Stage::Body(_) => Structure::Truncated { contents },
            Stage::Stopped(Stop::Ended { end, version, trailer }) => {
                Structure::Ended { end, version, trailer, contents }
            }
            Stage::Stopped(Stop::Unknown { at }) => Structure::Unknown { at, contents },
            Stage::Stopped(Stop::Broken { at, problem }) => Structure::Broken { at, problem },
        }
    }

    #[cfg(test)]
    pub(super) fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Reads one piece.
    fn advance(&mut self, input: &mut &[u8]) -> Result<(), Halt> {
        if let Some(bytes) = &mut self.bytes {
            if !bytes.take(input)? {
                return Err(Halt::More);
            }
            return self.whole_string();
        }
        if self.is_between_pieces() {
            self.begun = self.fed.saturating_sub(input.len() as u64);
        }
        let version = match self.stage {
            Stage::Body(version) => version,
            Stage::Header | Stage::Stopped(_) => return self.header(input),
        };
        match self.frames.last_mut() {
            None => self.opcode(version, input),
            Some(frame) => match frame.steps.get(frame.next) {
                Some(step) => self.step(step, input),
                None => {
                    self.steps_done();
                    Ok(())
                }
            },
        }
    }

    fn is_between_pieces(&self) -> bool {
        self.pieces.held().is_empty() && matches!(self.start, Start::Length)
    }

    fn header(&mut self, input: &mut &[u8]) -> Result<(), Halt> {
        let header: [u8; HEADER] = self.pieces.take(input).ok_or(Halt::More)?;
        let Some(magic) = Magic::of(&header) else {
            return Err(if header.starts_with(ENVELOPE) { Halt::Unknown } else { Halt::NotRdb });
        };
        let version = Version::parse(magic, &header).ok_or("no server wrote this version")?;
        self.count.version(version);
        self.stage = Stage::Body(version);
        Ok(())
    }

    fn opcode(&mut self, version: Version, input: &mut &[u8]) -> Result<(), Halt> {
        let byte = Pieces::byte(input).ok_or(Halt::More)?;
        let (record, steps) = record(byte, version).ok_or(Halt::Unknown)?;
        match (record, self.key) {
            (Record::Other | Record::Function | Record::End, Attributes::Some { .. }) => {
                return Err(Halt::Broken("no key follows the attributes of one"));
            }
            (Record::Attribute(attribute), before) => {
                let expires =
                    attribute == Attribute::Expiry || before == Attributes::Some { expires: true };
                self.key = Attributes::Some { expires };
            }
            (Record::End, Attributes::None) if steps.is_empty() => {
                return Err(Halt::Ended);
            }
            _ => {}
        }
        self.record = record;
        self.push(steps, 1);
        Ok(())
    }

    fn push(&mut self, steps: Steps, left: u64) {
        self.frames.push(Frame { steps, next: 0, left });
    }

    /// Goes on behind the step that was taken.
    fn pass(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.next += 1;
        }
    }

    /// Repeats the steps, or leaves them.
    fn steps_done(&mut self) {
        if let Some(frame) = self.frames.last_mut()
            && frame.left > 1
        {
            frame.left -= 1;
            frame.next = 0;
            return;
        }
        self.frames.pop();
        if self.frames.is_empty() {
            self.record_done();
        }
    }

    fn record_done(&mut self) {
        match self.record {
            Record::Value(kind) => self.key_done(kind),
            Record::Function => self.count.function(),
            _ => {}
        }
    }

    fn key_done(&mut self, kind: ValueType) {
        self.count.key(kind, self.key == Attributes::Some { expires: true });
        self.key = Attributes::None;
    }

    fn step(&mut self, step: &'static Step, input: &mut &[u8]) -> Result<(), Halt> {
        match step {
            Step::Text => return self.string(Purpose::Skip, input),
            Step::StreamId => return self.string(Purpose::Sized(16), input),
            Step::Packed(kind) => return self.string(Purpose::Packed(*kind), input),
            Step::AuxName | Step::AuxValue => return self.string(Purpose::Keep, input),
            Step::Fixed(size) => match input.get(usize::from(*size)..) {
                Some(rest) => *input = rest,
                None => self.bytes = Some(Bytes::Skipped(u64::from(*size))),
            },
            Step::Score => self.score(input)?,
            Step::Trailer => {
                let trailer = self.pieces.take(input).ok_or(Halt::More)?;
                self.trailer = Some(u64::from_le_bytes(trailer));
                return Err(Halt::Ended);
            }
            Step::Times(steps) => {
                self.pass();
                if self.repeat > 0 {
                    self.push(steps, self.repeat);
                }
                return Ok(());
            }
            Step::ModuleFields => {
                let kind = self.number(input)?;
                return self.module_part(kind);
            }
            _ => {
                let number = self.number(input)?;
                self.pass();
                return self.numbered(step, number);
            }
        }
        self.pass();
        Ok(())
    }

    /// Steps that begin with a number.
    fn numbered(&mut self, step: &'static Step, number: u64) -> Result<(), Halt> {
        match step {
            Step::Count => self.repeat = number,
            Step::Optional(steps) => match number {
                0 => {}
                1 => self.push(steps, 1),
                _ => return Err(Halt::Broken("a mark is neither 0 nor 1")),
            },
            Step::ListNode => match number {
                1 => self.push(TEXT, 1),
                2 => self.push(LISTPACK, 1),
                _ => return Err(Halt::Broken("a node of a list is of no kind that exists")),
            },
            Step::ArrayElement => match number {
                0 | 3 => self.push(TEXT, 1),
                1 | 2 => self.push(EIGHT_BYTES, 1),
                _ => return Err(Halt::Unknown),
            },
            Step::ModuleMoment if number != MODULE_UNSIGNED => {
                return Err(Halt::Broken("a module's field has no moment"));
            }
            Step::Database => {
                let number = i32::try_from(number).ok().and_then(|number| number.try_into().ok());
                self.count.select(number.ok_or("a database has a number that none has")?);
            }
            Step::TemplateId => self.template = number,
            Step::TemplateFields => self.keep_template(number)?,
            Step::TemplateOf => match self.templates.get(&number) {
                Some(&fields) => self.repeat = fields,
                None => return Err(Halt::Broken("a hash has a template that is not there")),
            },
            _ => {}
        }
        Ok(())
    }

    fn keep_template(&mut self, fields: u64) -> Result<(), Halt> {
        if fields == 0 {
            return Err(Halt::Broken("a template of hashes has no fields"));
        }
        if self.templates.len() >= TEMPLATES {
            return Err(Halt::Unknown);
        }
        if self.templates.insert(self.template, fields).is_some() {
            return Err(Halt::Broken("two templates of hashes have the same id"));
        }
        self.repeat = fields;
        Ok(())
    }

    fn module_part(&mut self, kind: u64) -> Result<(), Halt> {
        match kind {
            MODULE_END => self.pass(),
            1 | MODULE_UNSIGNED => self.push(NUMBER, 1),
            3 => self.push(FOUR_BYTES, 1),
            4 => self.push(EIGHT_BYTES, 1),
            5 => self.push(TEXT, 1),
            _ => return Err(Halt::Broken("a module's value has a part of no kind that exists")),
        }
        Ok(())
    }

    fn score(&mut self, input: &mut &[u8]) -> Result<(), Halt> {
        let length = Pieces::byte(input).ok_or(Halt::More)?;
        match length {
            0 => return Err(Halt::Broken("a score is empty")),
            1..253 => self.bytes = Some(Bytes::Skipped(u64::from(length))),
            253.. => {}
        }
        Ok(())
    }

    fn number(&mut self, input: &mut &[u8]) -> Result<u64, Halt> {
        match self.pieces.length(input).ok_or(Halt::More)?? {
            Length::Number(number) => Ok(number),
            Length::Encoding(_) => Err(Halt::Broken("an encoding stands where a number should")),
        }
    }

    fn string(&mut self, purpose: Purpose, input: &mut &[u8]) -> Result<(), Halt> {
        if let Purpose::Skip = purpose
            && self.is_between_pieces()
            && let Some(rest) = skip_whole(input)
        {
            *input = rest;
            self.pass();
            return Ok(());
        }
        let bytes = self.start.take(purpose, &mut self.pieces, input).ok_or(Halt::More)??;
        self.start = Start::default();
        self.bytes = Some(bytes);
        // The name and the value of an auxiliary field are passed when they are whole.
        if !matches!(purpose, Purpose::Keep) {
            self.pass();
        }
        Ok(())
    }

    fn whole_string(&mut self) -> Result<(), Halt> {
        let text = match self.bytes.take() {
            Some(Bytes::Kept(kept)) => kept.into_text(),
            Some(Bytes::Compressed(_)) if self.record == Record::Aux => Vec::new(),
            _ => return Ok(()),
        };
        let step = self.frames.last().and_then(|frame| frame.steps.get(frame.next));
        match step {
            Some(Step::AuxName) => self.aux_name = text,
            _ => self.count.aux(&self.aux_name, &text),
        }
        self.pass();
        Ok(())
    }
}
