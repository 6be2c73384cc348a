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
