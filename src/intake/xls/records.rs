//! BIFF records: a type, a length, and data that may go on in CONTINUE records.

/// One record of the stream.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    /// Its type.
    pub kind: u16,
    /// Where its data begins in the stream.
    pub at: usize,
    /// Its data, without what follows in CONTINUE records.
    pub data: &'a [u8],
}

/// Record types that are read.
pub(super) mod kind {
    pub const FORMULA: u16 = 0x0006;
    pub const EOF: u16 = 0x000A;
    pub const EXTERNSHEET: u16 = 0x0017;
    pub const NAME: u16 = 0x0018;
    pub const DATE1904: u16 = 0x0022;
    pub const FILEPASS: u16 = 0x002F;
    pub const CONTINUE: u16 = 0x003C;
    pub const CODEPAGE: u16 = 0x0042;
    pub const COLINFO: u16 = 0x007D;
    pub const BOUNDSHEET: u16 = 0x0085;
    pub const MULRK: u16 = 0x00BD;
    pub const RSTRING: u16 = 0x00D6;
    pub const XF: u16 = 0x00E0;
    pub const INTERFACEHDR: u16 = 0x00E1;
    pub const MERGECELLS: u16 = 0x00E5;
    pub const SST: u16 = 0x00FC;
    pub const LABELSST: u16 = 0x00FD;
    pub const SUPBOOK: u16 = 0x01AE;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const BOOLERR: u16 = 0x0205;
    pub const STRING: u16 = 0x0207;
    pub const ROW: u16 = 0x0208;
    pub const ARRAY: u16 = 0x0221;
    pub const RK: u16 = 0x027E;
    pub const FORMAT: u16 = 0x041E;
    pub const SHRFMLA: u16 = 0x04BC;
    pub const BOF: u16 = 0x0809;
}

/// Walks the records from a position on; ends at the first one that does not fit into the stream.
pub(super) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    pub(super) const fn new(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }

    /// The data of the CONTINUE records that follow the present one.
    pub(super) fn continued(&mut self) -> Vec<&'a [u8]> {
        let mut more = Vec::new();
        while let Some(record) = read_at(self.stream, self.at).filter(|record| record.kind == kind::CONTINUE) {
            more.push(record.data);
            self.at = record.at + record.data.len();
        }
        more
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let record = read_at(self.stream, self.at)?;
        self.at = record.at + record.data.len();
        Some(record)
    }
}

fn read_at(stream: &[u8], at: usize) -> Option<Record<'_>> {
    let kind = word(stream, at)?;
    let length = usize::from(word(stream, at.checked_add(2)?)?);
    let start = at.checked_add(4)?;
    Some(Record { kind, at: start, data: stream.get(start..start.checked_add(length)?)? })
}

/// A little-endian u16.
pub(in crate::intake) fn word(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// A little-endian u32.
pub(in crate::intake) fn long(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A little-endian f64.
pub(in crate::intake) fn double(data: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(data.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// The number that an RK value packs into 30 bits.
pub(in crate::intake) fn rk(value: u32) -> f64 {
    let number = if value & 2 == 0 {
        f64::from_bits(u64::from(value & 0xFFFF_FFFC) << 32)
    } else {
        f64::from(value.cast_signed() >> 2)
    };
    if value & 1 == 0 { number } else { number / 100.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers() {
        for (packed, number) in [
            (0x3FF0_0000, 1.0),
            (0x3FF0_0001, 0.01),
            (0x004B_5646, 1_234_321.0),
            (0x004B_5647, 12_343.21),
            (0xFFFF_FFFE, -1.0),
        ] {
            assert!((rk(packed) - number).abs() < 1e-9, "{packed:x}");
        }
    }

    #[test]
    fn records_end_where_the_stream_does() {
        let stream = [0x0A, 0, 2, 0, 1, 2, 0x3C, 0, 1, 0, 9, 0x3C, 0, 200, 0, 1];
        let mut records = Records::new(&stream, 0);
        assert_eq!(records.next().map(|record| record.data), Some(&[1, 2][..]));
        assert_eq!(records.continued(), [&[9][..]]);
        assert!(records.next().is_none());
    }
}
