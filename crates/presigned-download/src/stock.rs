//! Takes stock before a download: what the folder has of each file, and whether the set is whole.

use std::sync::Arc;

use careful_http::{Error, ErrorKind, Hint};

use crate::{
    blocking::Unwanted,
    content::{Content, Format, SlotCoverage},
    file_name::FileName,
    folder::Folder,
    inspect::{self, Found},
    job::in_the_way,
    manifest::{Entry, Manifest},
    options::{Coverage, Options, Overwrite},
    reader::Source,
    report::MissingSlots,
    task::{self, Confirmed},
};

/// The slots that the files lack; an error if they surely do, unless that is accepted.
pub(crate) fn check_slots(
    names: &[FileName],
    content: &dyn Content,
    coverage: Coverage,
) -> Result<MissingSlots, Error> {
    let missing = content.coverage(&names.iter().collect::<Vec<_>>());
    if let (SlotCoverage::Missing(slots), Coverage::RequireAll) = (&missing, coverage) {
        let problem =
            format!("the backup is not whole: no file holds the slots {}", slots.join(", "));
        return Err(Error::new(ErrorKind::Integrity, problem)
            .with_advice("accept a partial backup, or ask the vendor for the missing shards' files")
            .with_hint(Hint::AcceptPartial));
    }
    Ok(missing.into())
}

/// Looks at what there is of each file, without asking the store.
pub(crate) fn look(
    folder: &Arc<Folder>,
    names: &[FileName],
    content: &dyn Content,
    options: Options,
    unwanted: &Unwanted,
) -> Result<(Manifest, Vec<Found>), Error> {
    let manifest = inspect::manifest(folder, names, options.overwrite)?;
    let find = |name: &FileName| inspect::find(folder, name, &manifest, content, options, unwanted);
    let found = names.iter().map(find).collect::<Result<_, _>>()?;
    Ok((manifest, found))
}

/// Asks the store about a file if the folder does not tell whether it is the backup's.
pub(crate) async fn confirm(
    source: &Arc<Source>,
    folder: &Arc<Folder>,
    name: &FileName,
    found: &mut Found,
    overwrite: Overwrite,
) -> Result<(), Error> {
    let entry = match found {
        Found::Doubtful(entry) => entry.clone(),
        Found::Unlisted { size, finding } => {
            let now = source.clock.now();
            let slots = source.content.slots(name);
            Entry::new(name.clone(), *size, slots, *finding, now, now)
        }
        Found::Present(_) | Found::Checked(_) | Found::Resized(_) => return Ok(()),
        Found::Damaged { .. } => return Ok(()),
        Found::Part(_) | Found::Nothing => return Ok(()),
    };
    let was_read = matches!(found, Found::Unlisted { .. });
    *found = match task::confirm(source, folder, &entry).await? {
        Confirmed::Same if was_read => Found::Checked(entry),
        Confirmed::Same => Found::Present(entry),
        Confirmed::Other if overwrite == Overwrite::Replace => Found::Nothing,
        Confirmed::Other => return Err(in_the_way(folder.dir(), name.as_str())),
    };
    Ok(())
}

/// Writes down what is there and what is to come, before any of it comes.
pub(crate) fn take_stock(
    folder: &Arc<Folder>,
    mut manifest: Manifest,
    names: &[FileName],
    found: Vec<Found>,
    missing_slots: Vec<String>,
    options: Options,
) -> Result<(Manifest, Vec<Found>), Error> {
    for (name, found) in names.iter().zip(&found) {
        match found {
            Found::Present(entry) | Found::Checked(entry) => {
                manifest.unfinished.remove(name);
                manifest.files.insert(name.clone(), entry.clone());
                inspect::tidy(folder, name)?;
            }
            // A later run knows by its entry that it is ours, and reads it again.
            Found::Damaged { entry, .. } => {
                manifest.files.insert(name.clone(), entry.clone());
            }
            _ => {
                manifest.files.remove(name);
                manifest.unfinished.insert(name.clone());
            }
        }
    }
    manifest.missing_slots = missing_slots;
    if let Some(Format(word)) = options.format {
        manifest.format = Some(word.to_owned());
    }
    if manifest.ids.backup_id().is_none() {
        manifest.ids = folder.ids().clone();
    }
    if Manifest::load(folder.dir())?.as_ref() != Some(&manifest) {
        manifest.save(folder)?;
    }
    Ok((manifest, found))
}
