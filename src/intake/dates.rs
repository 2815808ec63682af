//! Serial day numbers → ISO 8601 text.

use jiff::{ToSpan, civil::Date};

/// Which day is day 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Epoch {
    /// Windows: day 1 is 1900-01-01, and 1900-02-29 counts.
    #[default]
    Y1900,
    /// Old Macs: day 0 is 1904-01-01.
    Y1904,
}

const SECONDS_PER_DAY: f64 = 86_400.0;
/// 9999-12-31, the last day a spreadsheet knows.
const LAST_DAY: f64 = 2_958_466.0;

/// The ISO text of a serial: a date, a date and time, or (`clock` and less than a day) a time. `None` when the number
/// is no day that a spreadsheet can show.
pub(super) fn iso(serial: f64, epoch: Epoch, clock: bool) -> Option<String> {
    if !serial.is_finite() || !(0.0..LAST_DAY).contains(&serial) {
        return None;
    }
    let total = (serial * SECONDS_PER_DAY).round() as i64;
    let (day, seconds) = (total.div_euclid(86_400), total.rem_euclid(86_400));
    let time = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if day == 0 && epoch == Epoch::Y1900 {
        return clock.then_some(time);
    }
    let date = if day == 60 && epoch == Epoch::Y1900 { "1900-02-29".to_owned() } else { date(day, epoch)?.to_string() };
    Some(if seconds == 0 { date } else { format!("{date}T{time}") })
}

/// The text of a duration such as `[h]:mm` shows: hours may pass 24.
pub(super) fn duration(serial: f64) -> Option<String> {
    if !serial.is_finite() || serial.abs() >= LAST_DAY {
        return None;
    }
    let total = (serial.abs() * SECONDS_PER_DAY).round() as i64;
    let sign = if serial < 0.0 && total > 0 { "-" } else { "" };
    Some(format!("{sign}{:02}:{:02}:{:02}", total / 3600, total / 60 % 60, total % 60))
}

fn date(day: i64, epoch: Epoch) -> Option<Date> {
    let (start, days) = match epoch {
        Epoch::Y1904 => (Date::new(1904, 1, 1).ok()?, day),
        // The day that never was shifts everything before it by one.
        Epoch::Y1900 if day < 60 => (Date::new(1899, 12, 31).ok()?, day),
        Epoch::Y1900 => (Date::new(1899, 12, 30).ok()?, day),
    };
    start.checked_add(i32::try_from(days).ok()?.days()).ok()
}

/// ISO text as a file stores it (`2023-06-30T00:00:00.000`, `2023-06-30Z`), in our short form; `None` for anything else.
pub(super) fn tidy_iso(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('Z');
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None if text.contains(':') => return tidy_time(text),
        None => (text, None),
    };
    let date: Date = date.parse().ok()?;
    match time.map(tidy_time) {
        None => Some(date.to_string()),
        Some(time) => Some(
            time.filter(|time| time != "00:00:00").map_or_else(|| date.to_string(), |time| format!("{date}T{time}")),
        ),
    }
}

/// The serial (1900 system) of ISO text that has a date.
pub(super) fn serial(iso: &str) -> Option<f64> {
    let (date, time) = iso.split_once('T').unwrap_or((iso, "00:00:00"));
    let date: Date = date.parse().ok()?;
    let days = Date::new(1899, 12, 30).ok()?.until(date).ok()?.get_days();
    let time: jiff::civil::Time = time.parse().ok()?;
    let seconds = f64::from(time.hour()) * 3600.0 + f64::from(time.minute()) * 60.0 + f64::from(time.second());
    // Days before March 1900 are off by one in that system and not converted back.
    (days > 60).then(|| f64::from(days) + seconds / SECONDS_PER_DAY)
}

fn tidy_time(text: &str) -> Option<String> {
    let whole = text.split(['.', ',', '+']).next()?;
    let padded = if whole.matches(':').count() == 1 { format!("{whole}:00") } else { whole.to_owned() };
    padded.parse::<jiff::civil::Time>().ok().map(|time| time.strftime("%H:%M:%S").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_are_the_days_that_excel_shows() {
        for (serial, epoch, clock, text) in [
            (1.0, Epoch::Y1900, false, Some("1900-01-01")),
            (59.0, Epoch::Y1900, false, Some("1900-02-28")),
            (60.0, Epoch::Y1900, false, Some("1900-02-29")),
            (61.0, Epoch::Y1900, false, Some("1900-03-01")),
            (45107.0, Epoch::Y1900, false, Some("2023-06-30")),
            (43645.0, Epoch::Y1904, false, Some("2023-06-30")),
            (45107.5, Epoch::Y1900, false, Some("2023-06-30T12:00:00")),
            (45_107.999_999_9, Epoch::Y1900, false, Some("2023-07-01")),
            (0.25, Epoch::Y1900, true, Some("06:00:00")),
            (0.0, Epoch::Y1900, false, None),
            (-1.0, Epoch::Y1900, false, None),
            (2_958_465.0, Epoch::Y1900, false, Some("9999-12-31")),
            (2_958_466.0, Epoch::Y1900, false, None),
            (f64::NAN, Epoch::Y1900, false, None),
        ] {
            assert_eq!(iso(serial, epoch, clock).as_deref(), text, "{serial}");
        }
        assert_eq!(duration(1.25).as_deref(), Some("30:00:00"));
        assert_eq!(duration(-0.5).as_deref(), Some("-12:00:00"));
    }

    #[test]
    fn stored_iso_text_is_put_in_one_form() {
        for (stored, text) in [
            ("2023-06-30", Some("2023-06-30")),
            ("2023-06-30T00:00:00", Some("2023-06-30")),
            ("2023-06-30T08:30:00.000", Some("2023-06-30T08:30:00")),
            ("2023-06-30Z", Some("2023-06-30")),
            ("08:30", Some("08:30:00")),
            ("not a date", None),
            ("2023-13-01", None),
            ("2023-06-30Tx", Some("2023-06-30")),
        ] {
            assert_eq!(tidy_iso(stored).as_deref(), text, "{stored}");
        }
    }
}
