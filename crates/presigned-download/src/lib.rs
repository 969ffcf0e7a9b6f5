#![doc = include_str!("../README.md")]

mod answer;
mod blocking;
mod content;
mod crc64;
mod crc64_digest;
mod current_links;
mod dir;
mod disk_error;
mod downloader;
mod events;
mod file_name;
mod folder;
mod former;
mod identity;
mod ids;
mod inspect;
mod job;
mod judge;
mod ledger;
mod leftover;
mod link;
mod link_clients;
mod lock;
mod manifest;
mod names;
mod open_files;
mod options;
mod pace;
mod phases;
mod plan;
mod positioned;
mod presigned_url;
mod public_address;
mod ranges;
mod reader;
mod recheck;
mod refusal;
mod report;
mod request;
mod resolver;
mod room;
mod run;
mod state;
mod stock;
mod store_error;
mod strays;
mod stream;
mod summing;
mod sums;
mod target;
mod task;
mod throttle;
mod verdict;
mod verify;

pub use careful_http::{
    Clock, ClockOffset, Error, ErrorKind, Hint, InvalidValue, Locality, Prospect, RetryPolicy,
    SystemClock,
};
pub use content::{
    AnyContent, Conclusion, Content, Doubt, Facts, Format, Part, Reason, SlotCoverage, Subject,
    Verdict, Whole,
};
pub use crc64_digest::Crc64;
pub use downloader::{ByteStream, Downloader};
pub use events::{Event, Events, Happening};
pub use file_name::FileName;
pub use ids::Ids;
pub use judge::judge_in_parts;
pub use link::{Link, LinkFuture, LinkSource};
pub use options::{Coverage, Finished, Overwrite, Verify};
pub use presigned_url::{LinkCheck, LinkRule, PresignedUrl, RefusedLink};
pub use public_address::{NotPublic, PrivateAddresses};
pub use report::{FileReport, FileState, Report, Warning};
pub use verify::verify_folder;
