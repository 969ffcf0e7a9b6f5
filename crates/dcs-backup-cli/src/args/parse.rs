//! What the text of an argument means, and what is said of one that means nothing. Pure.

use std::{ffi::OsString, net::SocketAddr, path::PathBuf, str::FromStr, time::Duration};

use clap::builder::{OsStringValueParser, TypedValueParser};
use dcs_backup::types::{Expiration, InvalidValue};

pub(super) fn parse_id<T: FromStr<Err = InvalidValue>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|refused: InvalidValue| refused.problem().to_owned())
}

pub(super) fn parse_expiration(text: &str) -> Result<Expiration, String> {
    let lifetime = Expiration::try_from(parse_duration(text)?);
    lifetime.map_err(|refused| refused.problem().to_owned())
}

pub(super) fn parse_duration(text: &str) -> Result<Duration, &'static str> {
    let seconds = text.parse().map(Duration::from_secs);
    seconds
        .or_else(|_| humantime::parse_duration(text))
        .map_err(|_| "it is no duration; write 30m, 1h 30m, or seconds without a unit")
}

/// Of a path, which need not be UTF-8.
pub(super) fn path_parser(
    parse: fn(OsString) -> Result<PathBuf, &'static str>,
) -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().try_map(parse)
}

/// A folder called `-` is what nobody means.
pub(super) fn parse_folder(text: OsString) -> Result<PathBuf, &'static str> {
    match text.to_str() {
        Some("-") => Err("it is no folder; use --to-stdout, or ./- for a folder of that name"),
        Some("") => Err("it is empty; use . for the current folder"),
        _ => Ok(text.into()),
    }
}

/// So is a file called `-`: without the flag, it is stdout.
pub(super) fn parse_file(text: OsString) -> Result<PathBuf, &'static str> {
    match text.to_str() {
        Some("-") => Err("it is no file; leave the flag out for stdout, or use ./-"),
        Some("") => Err("it is empty"),
        _ => Ok(text.into()),
    }
}

pub(super) fn parse_listen(text: &str) -> Result<SocketAddr, &'static str> {
    let address: SocketAddr = text
        .parse()
        .map_err(|_| "it is no address with a port; write 127.0.0.1:8080 for instance")?;
    if !address.ip().is_loopback() {
        return Err("the sandbox listens on loopback only; use 127.0.0.1");
    }
    Ok(address)
}
