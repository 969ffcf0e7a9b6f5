//! One pass over the bytes of a file in order: all that its verdict needs, in bounded memory.

use presigned_download::{Crc64, Verdict};

use super::{
    commands,
    magic::Magics,
    scanner::Scanner,
    structure::Structure,
    verdict::{CUT, Ended, Expected, Facts, Further, Inside, TAIL, judge},
    version::HEADER,
};

/// How much is summed up before it is scanned: it stays in the processor's cache.
const PIECE: usize = 64 << 10;

/// What the verdict needs of the bytes that have passed.
#[derive(Debug)]
pub(crate) struct Pass {
    head: Vec<u8>,
    tail: [u8; TAIL],
    length: u64,
    crc: Crc64,
    scanner: Scanner,
    /// The sum up to the end of the RDB.
    own_crc64: Option<u64>,
    /// The first bytes behind the RDB.
    behind: Vec<u8>,
    magics: Magics,
    further: Further,
}

/// What a pass came to.
#[derive(Debug)]
pub(crate) struct Conclusion {
    pub(crate) verdict: Verdict,
    pub(crate) structure: Structure,
    /// How many bytes have passed.
    pub(crate) length: u64,
    /// The CRC-64 of the RDB alone, its trailer included; of all bytes where it has no end.
    pub(crate) own_crc64: u64,
    /// The file's last eight bytes, if they are the checksum of all before them.
    pub(crate) trailer: Option<u64>,
}

impl Pass {
    pub(crate) fn new() -> Self {
        Self {
            head: Vec::new(),
            tail: [0; TAIL],
            length: 0,
            crc: Crc64::new(),
            scanner: Scanner::new(),
            own_crc64: None,
            behind: Vec::new(),
            magics: Magics::new(),
            further: Further::None,
        }
    }

    /// How many bytes have passed.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// The first of them, as far as they are the header.
    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    /// The CRC-64 of the bytes that have passed.
    pub(crate) fn crc64(&self) -> u64 {
        self.crc.value()
    }

    /// Takes the next bytes.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        bytes.chunks(PIECE).for_each(|piece| self.take(piece));
    }

    fn take(&mut self, bytes: &[u8]) {
        match self.scanner.is_reading() {
            true => self.sum_and_scan(bytes),
            false => self.sum(bytes),
        }
        self.length += bytes.len() as u64;
        let wanted = (HEADER - self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..wanted]);
        let fresh = bytes.len().min(TAIL);
        self.tail.rotate_left(fresh);
        self.tail[TAIL - fresh..].copy_from_slice(&bytes[bytes.len() - fresh..]);
    }

    /// The sum comes first: it fetches the bytes from memory in their order, and the scanner, which leaps
    /// from length to length, finds them near. Where the scanner ends, they are summed up once more.
    fn sum_and_scan(&mut self, bytes: &[u8]) {
        let before = self.crc;
        self.crc.update(bytes);
        self.scanner.feed(bytes);
        if !self.scanner.is_reading() {
            self.crc = before;
            self.sum(bytes);
        }
    }

    /// Sums up bytes that the scanner has seen, or that are behind what it reads.
    fn sum(&mut self, bytes: &[u8]) {
        match self.scanner.is_lost() {
            true => self.sum_to_magics(bytes),
            false => self.sum_to_end(bytes),
        }
    }

    /// Sums up what belongs to the RDB apart from what follows it.
    fn sum_to_end(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        match (self.own_crc64, self.scanner.end()) {
            (Some(_), _) => self.look_behind(bytes),
            (None, Some(end)) => {
                let own = usize::try_from(end - self.length).unwrap_or(bytes.len());
                let (own, behind) = bytes.split_at(own.min(bytes.len()));
                self.crc.update(own);
                self.own_crc64 = Some(self.crc.value());
                self.look_behind(behind);
                rest = behind;
            }
            (None, None) => {}
        }
        self.crc.update(rest);
    }

    /// Looks for commands, or the beginning of another RDB, behind the end of the first.
    fn look_behind(&mut self, bytes: &[u8]) {
        let wanted = (commands::START - self.behind.len()).min(bytes.len());
        self.behind.extend_from_slice(&bytes[..wanted]);
        if !self.magics.feed(bytes).is_empty() {
            self.further = Further::Possible;
        }
    }

    /// Where the end can't be told by what is in the RDB, looks for the beginning of another one.
    fn sum_to_magics(&mut self, bytes: &[u8]) {
        let mut summed = 0;
        for magic in self.magics.feed(bytes) {
            self.crc.update(&bytes[summed..magic.end]);
            summed = magic.end;
            // An intact RDB leaves the sum at zero: what follows has a sum of its own.
            let is_own = self.length + magic.end as u64 == HEADER as u64;
            if !is_own && self.crc.value() == Crc64::of(&magic.bytes) {
                self.further = Further::Possible;
            }
        }
        self.crc.update(&bytes[summed..]);
    }

    /// Judges the file, and says what is in it: no more bytes come.
    pub(crate) fn conclude(self, expected: Expected) -> Conclusion {
        let structure = self.scanner.finish();
        let further = self.further;
        let inside = match (&structure, self.own_crc64) {
            (Structure::Ended { end, trailer, contents, .. }, Some(crc64)) => {
                let (end, trailer) = (*end, *trailer);
                let begins_aof = contents.begins_aof;
                let commands = commands::begin(&self.behind);
                Inside::Ended(Ended { end, trailer, crc64, commands, begins_aof, further })
            }
            (Structure::Truncated { .. }, _) => Inside::Broken(CUT, further),
            (Structure::Broken { problem, .. }, _) => Inside::Broken(problem, further),
            (Structure::Unknown { .. } | Structure::NotRdb | Structure::Ended { .. }, _) => {
                Inside::Unknown(further)
            }
        };
        let facts = Facts {
            head: &self.head,
            tail: self.tail,
            length: self.length,
            crc64: self.crc.value(),
        };
        let verdict = judge(expected, &facts, inside);
        let own_crc64 = self.own_crc64.unwrap_or(facts.crc64);
        let trailer = facts.right_trailer();
        Conclusion { verdict, structure, length: self.length, own_crc64, trailer }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use presigned_download::Reason;

    use super::*;

    /// Files that servers wrote.
    pub(crate) const WRITTEN: [&[u8]; 5] = [
        include_bytes!("../../tests/fixtures/rdb/normal.rdb"),
        include_bytes!("../../tests/fixtures/rdb/base.rdb"),
        include_bytes!("../../tests/fixtures/rdb/shard-0.rdb"),
        include_bytes!("../../tests/fixtures/rdb/shard-1.rdb"),
        VALKEY,
    ];
    const VALKEY: &[u8] = b"VALKEY080\xfa\x0avalkey-ver\x059.0.0\xfe\x00\xfb\x01\x00\x00\x01k\x01v\
        \xff\xc3\x5a\x47\xc9\xbd\x3d\x65\x6e";
    const WITHOUT_CHECKSUM: &[u8] = include_bytes!("../../tests/fixtures/rdb/without-checksum.rdb");
    const PREAMBLE_AOF: &[u8] = include_bytes!("../../tests/fixtures/rdb/preamble.aof");
    const PLAIN_AOF: &[u8] = include_bytes!("../../tests/fixtures/rdb/plain.aof");

    /// Something that happens to files.
    #[derive(Debug, Clone)]
    pub(crate) enum Harm {
        Flip(prop::sample::Index, u8),
        Cut(prop::sample::Index),
        Join(usize, usize),
        Splice(usize, prop::sample::Index, prop::sample::Index),
        Pad(usize),
        Zero(prop::sample::Index, usize),
    }

    pub(crate) fn harm() -> impl Strategy<Value = Harm> {
        let index = any::<prop::sample::Index>;
        prop_oneof![
            (index(), 1_u8..).prop_map(|(at, mask)| Harm::Flip(at, mask)),
            index().prop_map(Harm::Cut),
            (0..WRITTEN.len(), 0_usize..20).prop_map(|(other, zeros)| Harm::Join(other, zeros)),
            (0..WRITTEN.len(), index(), index()).prop_map(|(n, a, b)| Harm::Splice(n, a, b)),
            (1_usize..40).prop_map(Harm::Pad),
            (index(), 1_usize..200).prop_map(|(at, size)| Harm::Zero(at, size)),
        ]
    }

    impl Harm {
        pub(crate) fn done_to(&self, file: &[u8]) -> Vec<u8> {
            let mut bytes = file.to_vec();
            match *self {
                Self::Flip(at, mask) => bytes[at.index(file.len())] ^= mask,
                Self::Cut(at) => bytes.truncate(at.index(file.len())),
                Self::Join(other, zeros) => {
                    bytes.resize(file.len() + zeros, 0);
                    bytes.extend_from_slice(WRITTEN[other]);
                }
                Self::Splice(other, until, from) => {
                    bytes.truncate(until.index(file.len()));
                    bytes.extend_from_slice(&WRITTEN[other][from.index(WRITTEN[other].len())..]);
                }
                Self::Pad(zeros) => bytes.resize(file.len() + zeros, 0),
                Self::Zero(at, size) => {
                    let at = at.index(file.len());
                    let end = bytes.len().min(at + size);
                    bytes[at..end].fill(0);
                }
            }
            bytes
        }
    }

    fn judged(bytes: &[u8], expected: Expected) -> Verdict {
        let mut pass = Pass::new();
        for piece in bytes.chunks(7) {
            pass.feed(piece);
        }
        pass.conclude(expected).verdict
    }

    #[test]
    fn what_servers_write_is_verified_and_its_sum_is_the_trailer() {
        for file in WRITTEN {
            let trailer = u64::from_le_bytes(*file.last_chunk().unwrap());
            for expected in [Expected::Rdb, Expected::Aof, Expected::Anything] {
                assert_eq!(judged(file, expected), Verdict::Verified(trailer));
            }
        }
    }

    #[test]
    fn what_has_no_checksum_says_why() {
        let cases: [(&[u8], Expected, Reason); 8] = [
            (WITHOUT_CHECKSUM, Expected::Rdb, Reason::NoChecksum),
            (PREAMBLE_AOF, Expected::Aof, Reason::Aof),
            (PREAMBLE_AOF, Expected::Anything, Reason::Aof),
            (PLAIN_AOF, Expected::Anything, Reason::Aof),
            (b"#TS:1700000000\r\n*1\r\n", Expected::Anything, Reason::Aof),
            (b"", Expected::Aof, Reason::Aof),
            (b"", Expected::Anything, Reason::UnknownKind),
            (b"VKCS and what is compressed", Expected::Rdb, Reason::UnknownContent),
        ];
        for (bytes, expected, reason) in cases {
            let verdict = judged(bytes, expected);
            let is_right = matches!(verdict, Verdict::LengthOnly(why, _) if why == reason);
            assert!(is_right, "{verdict:?} for {reason:?}");
        }
    }

    #[test]
    fn what_should_be_an_rdb_and_is_none_is_damaged() {
        let [normal, ..] = WRITTEN;
        let with = |at: usize, bytes: &[u8]| {
            let mut file = normal.to_vec();
            file[at..at + bytes.len()].copy_from_slice(bytes);
            file
        };
        let page = b"<Error><Code>InternalError</Code></Error>";
        let unsummed = [b"REDIS0011".as_slice(), &[0; 9]].concat();
        let cases: [&[u8]; 12] = [
            b"",
            page,
            b"REDI",
            b"REDIS0011",
            &unsummed,
            &with(0, b"r"),
            &with(4, b"s"),
            &with(5, b"0000"),
            &with(5, b"0004"),
            &with(5, b"00+1"),
            PLAIN_AOF,
            PREAMBLE_AOF,
        ];
        for bytes in cases {
            let verdict = judged(bytes, Expected::Rdb);
            assert!(matches!(verdict, Verdict::Damaged(_)), "{verdict:?} for {bytes:?}");
        }
        assert!(matches!(judged(page, Expected::Aof), Verdict::Damaged(_)));
        for header in ["REDIS0000", "REDIS0080", "REDIS00x1", "VALKEY079"] {
            let mut file = [header.as_bytes(), b"\xfe\0\0\x01k\x01v\xff"].concat();
            let sum = Crc64::of(&file);
            file.extend(sum.to_le_bytes());
            for expected in [Expected::Rdb, Expected::Aof, Expected::Anything] {
                let verdict = judged(&file, expected);
                assert!(matches!(verdict, Verdict::Damaged(_)), "{verdict:?} for {header}");
            }
        }
    }

    #[test]
    fn what_begins_as_no_aof_does_is_none() {
        let page = b"<html><body>502</body></html>";
        let with_page = |start: &[u8]| [start, page].concat();
        let with_rdb = |behind: &[u8]| [WITHOUT_CHECKSUM, behind].concat();
        let cases: [&[u8]; 16] = [
            b"*",
            b"*hello, world",
            b"*2\r\n",
            &with_page(b"#"),
            &with_page(b"#TS:"),
            &with_page(b"*2\r\n"),
            &with_page(b"*2\r\n$"),
            &with_rdb(b"*"),
            &with_rdb(&with_page(b"*2\r\n")),
            &[0; 100],
            b"\r\n<?xml version=\"1.0\"?><Error/>",
            b"\xef\xbb\xbf<Error/>",
            b"Internal Server Error",
            b"{\"error\":1}",
            b"REDIS0000 and more than enough bytes",
            b" *1\r\n",
        ];
        for bytes in cases {
            let verdict = judged(bytes, Expected::Aof);
            assert!(matches!(verdict, Verdict::Damaged(_)), "{verdict:?} for {bytes:?}");
        }
        for bytes in [b"".as_slice(), PLAIN_AOF, PREAMBLE_AOF, b"#TS:1700000000\r\n*1\r\n"] {
            let verdict = judged(bytes, Expected::Aof);
            assert!(matches!(verdict, Verdict::LengthOnly(Reason::Aof, _)), "{verdict:?}");
        }
    }

    #[test]
    fn a_trailer_that_might_be_padding_is_no_proof() {
        // The last byte of this RDB's checksum is the end opcode: with a zero behind it, the end
        // looks right, and so does the sum.
        let mut file = b"REDIS0011\xfe\x00\x00\x01k\xc1\x00\x00\xff".to_vec();
        let body = file.len();
        let padded = (0..=u16::MAX).find_map(|value| {
            file.truncate(body);
            file[14..16].copy_from_slice(&value.to_le_bytes());
            let sum = Crc64::of(&file).to_le_bytes();
            file.extend(sum);
            file.push(0);
            (sum[0] == 0xff).then(|| file.clone())
        });
        let padded = padded.unwrap();
        for expected in [Expected::Rdb, Expected::Anything] {
            let verdict = judged(&padded, expected);
            assert!(!matches!(verdict, Verdict::Verified(_)), "{verdict:?}");
        }
    }

    proptest! {
        #[test]
        fn no_harm_is_called_verified(file in 0..WRITTEN.len(), harm in harm()) {
            let bytes = harm.done_to(WRITTEN[file]);
            prop_assume!(!WRITTEN.contains(&bytes.as_slice()));
            for expected in [Expected::Rdb, Expected::Aof, Expected::Anything] {
                let verdict = judged(&bytes, expected);
                prop_assert!(!matches!(verdict, Verdict::Verified(_)), "{:?}", verdict);
            }
        }

        #[test]
        fn nothing_panics(
            bytes in proptest::collection::vec(any::<u8>(), 0..64),
            start in prop::sample::select(vec![b"".as_slice(), b"REDIS0009\xfa", b"VALKEY080"]),
        ) {
            judged(&[start, &bytes].concat(), Expected::Anything);
        }
    }
}
