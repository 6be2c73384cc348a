//! The same picture, smaller, larger, sharper or softer: what hides a finder pattern from one shows it in another.

use crate::GreyFrame;

/// Half as wide and high; each pixel is the mean of four. Noise, screen dots and the gaps of a printer vanish.
pub(crate) fn halved(frame: &GreyFrame) -> Option<GreyFrame> {
    let (width, height) = (frame.width_px() as usize / 2, frame.height_px() as usize / 2);
    if width == 0 || height == 0 {
        return None;
    }
    let stride = frame.width_px() as usize;
    let mut pixels = Vec::with_capacity(width * height);
    for two in frame.pixels().chunks_exact(2 * stride).take(height) {
        let (upper, lower) = two.split_at(stride);
        let pairs = upper.chunks_exact(2).zip(lower.chunks_exact(2));
        pixels.extend(pairs.map(|(upper, lower)| {
            let sum = u16::from(upper[0]) + u16::from(upper[1]) + u16::from(lower[0]) + u16::from(lower[1]);
            ((sum + 2) / 4) as u8
        }));
    }
    GreyFrame::new(width as u32, height as u32, pixels).ok()
}

/// Twice as wide and high, the new pixels between the old: modules of less than two pixels get edges.
pub(crate) fn doubled(frame: &GreyFrame) -> Option<GreyFrame> {
    let (width, height) = (frame.width_px() as usize, frame.height_px() as usize);
    // The middles of the new pixels lie a quarter beside those of the old.
    let wide: Vec<Vec<u8>> = frame
        .rows()
        .map(|row| {
            let mut wide = Vec::with_capacity(2 * width);
            for x in 0..width {
                let (left, here, right) = (row[x.saturating_sub(1)], row[x], row[(x + 1).min(width - 1)]);
                wide.push(quarter(here, left));
                wide.push(quarter(here, right));
            }
            wide
        })
        .collect();
    let mut pixels = Vec::with_capacity(4 * width * height);
    for y in 0..height {
        let here = &wide[y];
        for beside in [&wide[y.saturating_sub(1)], &wide[(y + 1).min(height - 1)]] {
            pixels.extend(
                here.iter()
                    .zip(beside)
                    .map(|(&here, &beside)| quarter(here, beside)),
            );
        }
    }
    GreyFrame::new(2 * width as u32, 2 * height as u32, pixels).ok()
}

fn quarter(here: u8, beside: u8) -> u8 {
    ((3 * u16::from(here) + u16::from(beside) + 2) / 4) as u8
}

/// Each pixel pushed away from the mean of the square around it, `radius` pixels each way, by `strength` times the difference.
pub(crate) fn sharpened(frame: &GreyFrame, radius: usize, strength: i32) -> Option<GreyFrame> {
    let soft = softened(frame, radius)?;
    let pixels = frame
        .pixels()
        .iter()
        .zip(soft.pixels())
        .map(|(&pixel, &mean)| {
            let pixel = i32::from(pixel);
            (pixel + strength * (pixel - i32::from(mean))).clamp(0, 255) as u8
        })
        .collect();
    GreyFrame::new(frame.width_px(), frame.height_px(), pixels).ok()
}

/// Each pixel the mean of the square around it.
fn softened(frame: &GreyFrame, radius: usize) -> Option<GreyFrame> {
    let (width, height) = (frame.width_px() as usize, frame.height_px() as usize);
    let area = ((2 * radius + 1) * (2 * radius + 1)) as u32;
    let rows: Vec<&[u8]> = frame.rows().collect();
    let mut pixels = Vec::with_capacity(width * height);
    let mut columns = vec![0u32; width + 2 * radius];
    for y in 0..height {
        columns.fill(0);
        for offset in 0..=2 * radius {
            let row = rows[(y + offset).saturating_sub(radius).min(height - 1)];
            for (sum, &pixel) in columns[radius..radius + width].iter_mut().zip(row) {
                *sum += u32::from(pixel);
            }
        }
        let (first, last) = (columns[radius], columns[radius + width - 1]);
        columns[..radius].fill(first);
        columns[radius + width..].fill(last);
        pixels.extend(columns.windows(2 * radius + 1).map(|window| {
            let sum: u32 = window.iter().sum();
            ((sum + area / 2) / area) as u8
        }));
    }
    GreyFrame::new(frame.width_px(), frame.height_px(), pixels).ok()
}
