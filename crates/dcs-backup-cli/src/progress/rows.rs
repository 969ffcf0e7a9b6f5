//! What each row of the bars says, in as many columns as there are. Pure.

use std::time::Duration;

use crate::bytes::Bytes;

use super::waits::seconds;

/// The least columns of a bar that is worth drawing, its brackets included.
const LEAST_BAR: usize = 10;
/// The most columns of a bar.
const MOST_BAR: usize = 62;
/// The least columns of a file's name.
const LEAST_NAME: usize = 12;

/// How far a file is.
#[derive(Debug)]
pub(super) struct FileRow {
    pub(super) name: String,
    pub(super) there: u64,
    pub(super) size: u64,
}

/// How far all files are.
#[derive(Debug)]
pub(super) struct TotalRow {
    pub(super) done: usize,
    pub(super) files: usize,
    pub(super) there: u64,
    /// Nothing as long as a size is not known.
    pub(super) size: Option<u64>,
    /// Bytes per second.
    pub(super) rate: Option<f64>,
}

/// The rows of files: names, bars and figures below each other.
pub(super) fn files(files: &[FileRow], columns: usize) -> Vec<String> {
    let share = |file: &FileRow| format!("{}/{}", Bytes(file.there), Bytes(file.size));
    let percent = |file: &FileRow| format!("{} %", percent(file.there, file.size));
    let longest = |figures: &dyn Fn(&FileRow) -> String| {
        files.iter().map(|file| width(&figures(file))).max().unwrap_or_default()
    };
    let has_room = columns >= LEAST_NAME + LEAST_BAR + longest(&share) + 2;
    let figures: &dyn Fn(&FileRow) -> String = if has_room { &share } else { &percent };
    let figures_width = longest(figures);
    let for_names = columns.saturating_sub(LEAST_BAR + figures_width + 2).max(LEAST_NAME);
    let names_width = files.iter().map(|file| width(&file.name)).max().unwrap_or_default();
    let names_width = names_width.min(for_names);
    let row = |file: &FileRow| {
        let name = shortened(&file.name, names_width);
        let padding = " ".repeat(names_width.saturating_sub(width(&name)));
        let bar = columns.saturating_sub(names_width + figures_width + 2).min(MOST_BAR);
        let bar = bar_of(file.there, file.size, bar);
        cut(&format!("{name}{padding} {bar} {}", figures(file)), columns)
    };
    files.iter().map(row).collect()
}

/// The row of all files: as much of it as there is room for; the rate and the rest go last.
pub(super) fn total(total: &TotalRow, columns: usize) -> String {
    let TotalRow { done, files, there, size, rate } = *total;
    let rate_text = rate.map(|rate| format!(", {}/s", Bytes(rate as u64))).unwrap_or_default();
    let Some(size) = size else {
        let long = format!("total {done} of {files} files, {}{rate_text}", Bytes(there));
        let short = format!("{}{rate_text}", Bytes(there));
        return if width(&long) <= columns { long } else { cut(&short, columns) };
    };
    let left = rate.map(|rate| size.saturating_sub(there) as f64 / rate);
    // Where nothing comes, there is no end in sight.
    let left = left.and_then(|left| Duration::try_from_secs_f64(left).ok());
    let left = left.map(|left| format!(", {} left", coarse(left))).unwrap_or_default();
    let share = format!("{}/{}", Bytes(there), Bytes(size));
    let with_bar = columns.saturating_sub("total  ".len() + width(&share));
    let with_bar = with_bar.saturating_sub(rate_text.len() + left.len());
    if with_bar >= LEAST_BAR {
        let bar = bar_of(there, size, with_bar.min(MOST_BAR));
        return format!("total {bar} {share}{rate_text}{left}");
    }
    let percent = format!("{} %", percent(there, size));
    let shorter = [
        format!("total {share}{rate_text}{left}"),
        format!("total {percent}{rate_text}{left}"),
        format!("{percent}{rate_text}{left}"),
    ];
    let fits = shorter.into_iter().find(|row| width(row) <= columns);
    fits.unwrap_or_else(|| cut(&format!("{percent}{rate_text}"), columns))
}

/// Text that ends with dots where it is too long.
fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let kept = head(text, columns.saturating_sub(3));
    format!("{kept}{}", &"..."[..columns.min(3)])
}

/// Text without its middle, if it is too long.
pub(super) fn shortened(name: &str, columns: usize) -> String {
    if width(name) <= columns {
        return name.to_owned();
    }
    let kept = columns.saturating_sub(3);
    let end: String = name.chars().rev().collect();
    let end: String = head(&end, kept / 2).chars().rev().collect();
    format!("{}...{end}", head(name, kept - kept / 2))
}

fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let fits = |(_, c): &(usize, char)| {
        used += width_of(*c);
        used <= columns
    };
    let end = text.char_indices().take_while(fits).last();
    end.map_or("", |(at, c)| text.get(..at + c.len_utf8()).unwrap_or_default())
}

/// How many columns a text takes at most.
fn width(text: &str) -> usize {
    text.chars().map(width_of).sum()
}

/// Some of what is not ASCII takes two columns; which, takes tables to know.
fn width_of(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

fn percent(there: u64, size: u64) -> u64 {
    let share = u128::from(there) * 100 / u128::from(size.max(1));
    if size == 0 { 100 } else { u64::try_from(share).unwrap_or(100).min(100) }
}

fn bar_of(there: u64, size: u64, columns: usize) -> String {
    let inner = columns.saturating_sub(2);
    let filled = u64::try_from(inner).unwrap_or_default() * percent(there, size) / 100;
    let filled = usize::try_from(filled).unwrap_or_default().min(inner);
    format!("[{}{}]", "#".repeat(filled), ".".repeat(inner - filled))
}

/// A duration in its two largest units.
fn coarse(duration: Duration) -> String {
    let text = seconds(duration);
    text.split(' ').take(2).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1 << 20;
    const NAME: &str = "redis_192.168.0.87_6379_0-5460_20240410073529.rdb";

    fn file(name: &str, there: u64, size: u64) -> FileRow {
        FileRow { name: name.to_owned(), there, size }
    }

    fn all(rate: Option<f64>) -> TotalRow {
        TotalRow { done: 1, files: 3, there: 284 * MIB, size: Some(1200 * MIB), rate }
    }

    #[test]
    fn every_row_fits_any_width_and_tells_the_rate_from_40_columns_on() {
        let long = "x".repeat(255);
        let wide = "备".repeat(85);
        let huge = u64::MAX / 2;
        for columns in 0..300 {
            for name in ["a", NAME, &long, &wide] {
                let rows = [file(name, 0, 0), file(NAME, MIB, 40 * MIB), file(name, huge, huge)];
                for row in files(&rows, columns) {
                    assert!(width(&row) <= columns, "{columns}: {row}");
                }
            }
            for rate in [None, Some(0.0), Some(1.0), Some(19.0 * MIB as f64), Some(1e18)] {
                for size in [None, Some(1200 * MIB), Some(huge)] {
                    let row = total(&TotalRow { size, ..all(rate) }, columns);
                    assert!(width(&row) <= columns, "{columns}: {row}");
                    let told = row.contains("/s") || rate.is_none();
                    assert!(columns < 39 || told, "{columns}: {row}");
                }
            }
        }
    }

    #[test]
    fn narrow_rows_leave_out_what_matters_least() {
        let all = all(Some(19.0 * MIB as f64));
        let bar = "#".repeat(4) + &".".repeat(16);
        let wide = format!("total [{bar}] 284.00 MiB/1.17 GiB, 19.00 MiB/s, 49s left");
        assert_eq!(total(&all, 71), wide);
        assert_eq!(total(&all, 58), "total 284.00 MiB/1.17 GiB, 19.00 MiB/s, 49s left");
        assert_eq!(total(&all, 39), "total 23 %, 19.00 MiB/s, 49s left");
        assert_eq!(total(&all, 20), "23 %, 19.00 MiB/s");
        let rows = [file(NAME, MIB, 40 * MIB)];
        let row = "redis_192.168...410073529.rdb [........] 1.00 MiB/40.00 MiB";
        assert_eq!(files(&rows, 59), [row]);
    }

    #[test]
    fn what_is_left_is_told_in_two_units() {
        let slow = total(&all(Some(1000.0)), 100);
        assert!(slow.ends_with(", 11days 2h left"), "{slow}");
        assert!(!total(&all(Some(0.0)), 100).contains("left"));
    }
}
