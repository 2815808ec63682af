//! The first half of 2023: every department's file, each in another format and with another mess.

pub use land::with_sections;

mod building;
mod economy;
mod land;
mod litter;
mod people;
mod planning;
mod trade;

use crate::{content::Quarter, sent::Sent, write::Fault};

/// Every file in `submissions/`.
pub fn files() -> Result<Vec<Sent>, Fault> {
    let quarter = Quarter::first_half()?;
    let mut files = vec![
        land::ecology(&quarter)?,
        planning::reform(&quarter)?,
        building::housing(&quarter)?,
        building::transport(&quarter)?,
        building::water(&quarter)?,
        economy::industry(&quarter)?,
        economy::science(&quarter)?,
        economy::data(&quarter)?,
        trade::commerce(&quarter)?,
        trade::markets(&quarter)?,
        land::agriculture(&quarter)?,
        land::gardens(&quarter)?,
        people::education(&quarter),
        people::employment(&quarter),
        people::welfare(&quarter)?,
        people::health(&quarter)?,
    ];
    files.extend(planning::resources(&quarter)?);
    files.extend(trade::culture(&quarter)?);
    files.extend(litter::files()?);
    Ok(files)
}
