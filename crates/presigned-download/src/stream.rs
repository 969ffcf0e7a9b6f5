//! The bytes of one file in order, for whoever pipes them elsewhere.

use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::stream;

use careful_http::{Error, ErrorKind};

use crate::file_name::FileName;

use crate::{
    content::{Subject, Whole},
    events::Happening,
    inspect::damaged,
    options::{Options, Verify},
    reader::{Reader, Source, Stop},
    task::require,
};

/// How much is asked for at a time: between two requests, a link can be renewed before it expires.
const PART: u64 = 32 << 20;

/// What is between two chunks.
struct Piping {
    reader: Reader,
    name: FileName,
    options: Options,
    source: Arc<Source>,
    /// How many bytes have passed.
    passed: u64,
    /// Nothing once they are judged, or where nobody asks.
    pass: Option<Box<dyn Whole>>,
}

pub(crate) fn stream(
    source: Result<Arc<Source>, Error>,
    name: FileName,
    options: Options,
) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static {
    let start = source.map(|source| Piping {
        pass: (options.verify != Verify::Skip).then(|| source.content.whole()),
        reader: Reader::first(Arc::clone(&source), name.clone(), PART),
        name,
        options,
        source,
        passed: 0,
    });
    stream::unfold(Some(start), |state| async {
        match state? {
            Err(error) => Some((Err(error), None)),
            Ok(mut piping) => match piping.next().await {
                Ok(Some(chunk)) => Some((Ok(chunk), Some(Ok(piping)))),
                Ok(None) => None,
                Err(error) => Some((Err(error), None)),
            },
        }
    })
}

impl Piping {
    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            let next = match self.reader.next().await {
                Ok(next) => next,
                // Nothing was handed out yet.
                Err(Stop::Anew { trouble, .. }) if self.passed == 0 => {
                    self.reader.begin_anew(PART, trouble);
                    continue;
                }
                Err(Stop::Failed(error) | Stop::Anew { error, .. }) => return Err(error),
                // Only one connection is open: it never yields.
                Err(Stop::Changed | Stop::Yield | Stop::Unranged) => {
                    let problem = format!("file {} changed at the store half-way", self.name);
                    return Err(Error::new(ErrorKind::Integrity, problem)
                        .with_advice("begin anew: what was read is of the former file"));
                }
            };
            if let Some(chunk) = next {
                self.passed += chunk.len() as u64;
                if let Some(pass) = &mut self.pass {
                    pass.feed(&chunk);
                }
                return Ok(Some(chunk));
            }
            let length = match self.reader.identity().await {
                Ok(Some(identity)) => identity.length,
                Ok(None) | Err(_) => self.passed,
            };
            if self.passed >= length {
                return self.judge().await.map(|()| None);
            }
            let end = self.passed + PART;
            self.reader.extend(end.min(length));
        }
    }

    async fn judge(&mut self) -> Result<(), Error> {
        let Some(pass) = self.pass.take() else {
            return Ok(());
        };
        let mut subject = Subject::new(&self.name, self.options.format);
        if self.source.content.needs_format(subject, pass.head()) {
            subject.format = self.source.links.format().await;
        }
        let finding =
            pass.finish(subject).verdict.finding().map_err(|why| {
                damaged(&self.name, why).with_advice("don't use what was read of it")
            })?;
        require(finding.state, &self.name, self.options.verify)?;
        if let Some(reason) = finding.reason {
            self.source.events.send(&self.name, Happening::Unproven { reason });
        }
        Ok(())
    }
}
