//! What the scanner reads, and what others read, of the same frames in the same run.
//!
//!     einlass-bench-scan [--frames N] [--clutter N] [--peers A,B] [--only TEXT] [--pictures DIR] [--plot FILE] [--attacks] [--dump DIR]
//!
//! It prints tables as Markdown and judges nothing. See tests/bench/README.md.

mod attacks;
mod blur;
mod clock;
mod clutter;
mod look;
mod lots;
mod paint;
mod peers;
mod pictures;
mod plot;
mod tables;
mod texts;

use std::path::PathBuf;

use einlass_scan::GreyFrame;

use look::CATEGORIES;
use lots::Lots;
use peers::{PEERS, Peer};
use tables::{Row, Tally};

struct Arguments {
    frames: u64,
    clutter: u64,
    peers: Vec<&'static Peer>,
    only: String,
    pictures: Option<PathBuf>,
    plot: Option<PathBuf>,
    attacks: bool,
    dump: Option<PathBuf>,
}

fn main() {
    // Peers that panic on a picture have read nothing; what they say about it is no line of the table.
    std::panic::set_hook(Box::new(|_| {}));
    let arguments = arguments();
    let names: Vec<&str> = arguments.peers.iter().map(|peer| peer.name).collect();
    let mut rows = Vec::new();
    for category in CATEGORIES {
        if category.0.contains(&arguments.only) {
            rows.push(frames_of(category, &arguments));
        }
    }
    if arguments.frames > 0 {
        println!("{}", tables::rates("Generated frames", &names, &rows));
        println!("{}", tables::times(&names, &rows));
    }
    if arguments.clutter > 0 {
        println!(
            "{}",
            tables::clutter(&names, arguments.clutter, &clutter_of(&arguments))
        );
    }
    if let Some(folder) = &arguments.pictures {
        let pictures = pictures::rows(folder, &arguments.peers);
        println!("{}", tables::rates("Public pictures", &names, &pictures));
    }
    if arguments.attacks {
        println!("{}", attacks::table(&arguments.peers));
    }
    if let Some(file) = &arguments.plot {
        std::fs::write(file, plot::svg(&names, &rows)).expect("the plot can be written");
    }
}

fn frames_of(category: &look::Category, arguments: &Arguments) -> Row {
    let mut row = Row::new(category.0, arguments.peers.len());
    type Kind = (&'static str, fn(&mut Lots) -> String);
    let kinds: [Kind; 2] = [("paper", texts::paper), ("phone", texts::phone)];
    for (kind, text) in kinds {
        for number in 0..arguments.frames {
            let (look, mut lots) = look::look(category, kind, number);
            let text = text(&mut lots);
            let frame = paint::frame(&text, &look, &mut lots);
            if let Some(folder) = &arguments.dump {
                dump(
                    &frame,
                    &folder.join(format!("{} {kind} {number}.png", category.0.replace('/', "-"))),
                );
            }
            let order = order(arguments.peers.len(), &mut lots);
            row.frame(|turns| {
                for turn in order {
                    let (found, ms) = clock::ms(|| arguments.peers[turn].read(&frame));
                    turns.take(turn, &found, &text, ms);
                }
            });
        }
    }
    eprintln!("{}: {}", row.name, row.line());
    row
}

/// Whoever comes first pays for the cold cache: each frame another one.
fn order(count: usize, lots: &mut Lots) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        order.swap(last, lots.below(last + 1));
    }
    order
}

fn clutter_of(arguments: &Arguments) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); arguments.peers.len()];
    for number in 0..arguments.clutter {
        let (look, mut lots) = look::look(&CATEGORIES[number as usize % CATEGORIES.len()], "clutter", number);
        let frame = paint::empty_frame(&look, &mut lots);
        for (peer, tally) in arguments.peers.iter().zip(&mut tallies) {
            let (found, ms) = clock::ms(|| peer.read(&frame));
            tally.take(&found, None, ms);
        }
        if number % 500 == 499 {
            eprintln!("clutter: {}", number + 1);
        }
    }
    tallies
}

fn dump(frame: &GreyFrame, file: &std::path::Path) {
    let picture = image::GrayImage::from_raw(frame.width_px(), frame.height_px(), frame.pixels().to_vec());
    picture
        .expect("a frame is a picture")
        .save(file)
        .expect("the folder can be written");
}

fn arguments() -> Arguments {
    let mut arguments = Arguments {
        frames: 10,
        clutter: 0,
        peers: PEERS.iter().collect(),
        only: String::new(),
        pictures: None,
        plot: None,
        attacks: false,
        dump: None,
    };
    let mut given = std::env::args().skip(1);
    while let Some(option) = given.next() {
        let mut value = || given.next().unwrap_or_else(|| panic!("{option} wants a value"));
        match option.as_str() {
            "--frames" => arguments.frames = value().parse().expect("a number of frames"),
            "--clutter" => arguments.clutter = value().parse().expect("a number of frames"),
            "--peers" => {
                let wanted = value();
                arguments.peers = PEERS
                    .iter()
                    .filter(|peer| wanted.split(',').any(|name| name == peer.name))
                    .collect();
            }
            "--only" => arguments.only = value(),
            "--pictures" => arguments.pictures = Some(value().into()),
            "--plot" => arguments.plot = Some(value().into()),
            "--attacks" => arguments.attacks = true,
            "--dump" => arguments.dump = Some(value().into()),
            _ => panic!("there is no option {option}"),
        }
    }
    arguments
}
