use einlass_receipt::{PrinterProfile, paper};
use einlass_scan::{GreyFrame, decode};

/// What a camera reads from the paper that the printer makes of the job.
pub fn codes_on_paper(job: &[u8]) -> Vec<String> {
    let drawn = paper::draw(job, &PrinterProfile::EPSON_80MM).expect("our receipts can be drawn");
    let frame = GreyFrame::new(
        drawn.width_dots() as u32,
        drawn.height_dots() as u32,
        drawn.luma().to_vec(),
    )
    .expect("a receipt has a size");
    let sightings = decode(&frame).expect("a receipt can be read");
    sightings
        .into_iter()
        .map(|sighting| String::from_utf8(sighting.payload).expect("the code of a pass is ASCII"))
        .collect()
}

/// The numbered words on a paper key, in their order, as somebody would copy them: what the printer's bytes say below the
/// heading `… 24 WORDS`.
pub fn words_on_paper(job: &[u8]) -> Vec<String> {
    const ESC: u8 = 0x1B;
    const GS: u8 = 0x1D;
    let heading = job.windows(4).rposition(|bytes| bytes == b"24 W");
    let mut bytes = job[heading.expect("the paper has such a heading")..].iter();
    let mut text = String::new();
    while let Some(byte) = bytes.next() {
        match byte {
            // From there on only commands of three bytes: bold, size, feed.
            &ESC | &GS => {
                bytes.nth(1);
                text.push(' ');
            }
            byte => text.push(char::from(*byte)),
        }
    }
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let numbered = tokens.windows(2).filter_map(|pair| {
        let number: usize = pair[0].parse().ok()?;
        let is_word = pair[1].bytes().all(|byte| byte.is_ascii_lowercase());
        is_word.then(|| (number, pair[1].to_owned()))
    });
    let mut words: Vec<(usize, String)> = numbered.collect();
    words.sort();
    assert!(
        words.iter().map(|(number, _)| *number).eq(1..=24),
        "not 24 words: {text:?}"
    );
    words.into_iter().map(|(_, word)| word).collect()
}
