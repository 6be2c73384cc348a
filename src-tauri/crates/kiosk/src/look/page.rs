//! A page of the venue's own: a programme, a menu. Shown to whoever is inside.
//!
//! Plain text or a picture, never a document: nothing of it is ever interpreted. A page may have both; then the picture is seen and
//! the text is heard.

use std::{collections::BTreeMap, path::Path};

use einlass_domain::words::Language;
use serde::Deserialize;

use super::{LogoKind, LookError, is_plain_name, kind_of, read};

/// So many pages a venue may show.
pub const MOST_PAGES: usize = 2;
/// In characters: it has to fit a button.
const LONGEST_TITLE: usize = 32;
/// A page is read standing.
const LONGEST_TEXT: usize = 4_000;
const LARGEST_TEXT_BYTES: u64 = 4 * LONGEST_TEXT as u64;
const LARGEST_PICTURE_BYTES: u64 = 1024 * 1024;
/// All pictures of all languages are sent to the screen once.
const LARGEST_PICTURES_BYTES: usize = 4 * 1024 * 1024;

/// One page, in the languages that the venue has it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VenuePage {
    titles: Translated<String>,
    texts: Translated<String>,
    /// Places among the pictures of the look.
    pictures: Translated<usize>,
}

/// Something in at least one language, in the order of [`Language::ALL`].
type Translated<T> = Vec<(Language, T)>;

/// A text, and the language that it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worded {
    /// Its language.
    pub language: Language,
    /// The text.
    pub text: String,
}

/// Why a page is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnfitPage {
    /// Not a language of the screen.
    #[error("a language is one of {}", Language::CODES)]
    Language,
    /// None, or not one line of a button.
    #[error("a title has 1 to {LONGEST_TITLE} characters in one line, in at least one language")]
    Title,
    /// Nothing to be seen.
    #[error("a page has a text or a picture")]
    Empty,
    /// A name that leads out of the folder.
    #[error("texts and pictures lie in the folder of the look, under plain names")]
    Elsewhere,
    /// Not a text that could be shown as it is.
    #[error("a text is UTF-8 with 1 to {LONGEST_TEXT} characters and no control characters")]
    Text,
    /// Not a picture that could be shown.
    #[error("a picture is a PNG")]
    Picture,
    /// Too much to send.
    #[error("all pictures together have at most {LARGEST_PICTURES_BYTES} bytes")]
    Pictures,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageFile {
    title: BTreeMap<String, String>,
    #[serde(default)]
    text: BTreeMap<String, String>,
    #[serde(default)]
    picture: BTreeMap<String, String>,
}

impl VenuePage {
    /// What stands on the button.
    pub fn title(&self, asked: Language, venues: Language) -> Worded {
        let (language, text) = in_language(&self.titles, asked, venues).expect("a page has a title");
        Worded {
            language,
            text: text.clone(),
        }
    }

    /// What is read.
    pub fn text(&self, asked: Language, venues: Language) -> Option<Worded> {
        let (language, text) = in_language(&self.texts, asked, venues)?;
        Some(Worded {
            language,
            text: text.clone(),
        })
    }

    /// Which of the look's pictures is seen.
    pub fn picture(&self, asked: Language, venues: Language) -> Option<usize> {
        in_language(&self.pictures, asked, venues).map(|(_, picture)| *picture)
    }
}

/// Leichte Sprache falls back to German, everything else to what the venue speaks, and that to whatever there is.
fn in_language<T>(all: &Translated<T>, asked: Language, venues: Language) -> Option<(Language, &T)> {
    let german = (asked == Language::DeSimple).then_some(Language::De);
    let wanted = [Some(asked), german, Some(venues)].into_iter().flatten();
    let mut found = wanted.filter_map(|language| all.iter().find(|(known, _)| *known == language));
    found.next().or(all.first()).map(|(language, it)| (*language, it))
}

/// Reads the pages that the look names, and the files that they name. Gives the pictures besides.
pub(super) fn read_pages(
    folder: &Path,
    files: Vec<PageFile>,
) -> Result<(Vec<VenuePage>, Vec<Vec<u8>>), LookError> {
    if files.len() > MOST_PAGES {
        return Err(LookError::TooManyPages);
    }
    let mut pictures = Pictures::default();
    let pages = (1..).zip(files).map(|(number, file)| {
        read_page(folder, file, &mut pictures).map_err(|error| match error {
            PageError::Unfit(why) => LookError::Page { number, why },
            PageError::File(error) => error,
        })
    });
    let pages = pages.collect::<Result<_, _>>()?;
    Ok((pages, pictures.bytes))
}

/// A picture that two languages share is there once.
#[derive(Default)]
struct Pictures {
    names: Vec<String>,
    bytes: Vec<Vec<u8>>,
}

enum PageError {
    Unfit(UnfitPage),
    File(LookError),
}

impl From<UnfitPage> for PageError {
    fn from(why: UnfitPage) -> Self {
        Self::Unfit(why)
    }
}

fn read_page(folder: &Path, file: PageFile, pictures: &mut Pictures) -> Result<VenuePage, PageError> {
    let titles = translated(file.title, |title| Ok(checked_title(&title)?))?;
    let texts = translated(file.text, |name| read_text(folder, &name))?;
    let pictures = translated(file.picture, |name| pictures.read(folder, name))?;
    if titles.is_empty() {
        return Err(UnfitPage::Title.into());
    }
    if texts.is_empty() && pictures.is_empty() {
        return Err(UnfitPage::Empty.into());
    }
    Ok(VenuePage {
        titles,
        texts,
        pictures,
    })
}

fn translated<T>(
    given: BTreeMap<String, String>,
    mut read: impl FnMut(String) -> Result<T, PageError>,
) -> Result<Translated<T>, PageError> {
    let mut all = Vec::new();
    for (code, it) in given {
        let language: Language = code.parse().map_err(|_| UnfitPage::Language)?;
        all.push((language, read(it)?));
    }
    all.sort_by_key(|(language, _)| Language::ALL.iter().position(|known| known == language));
    Ok(all)
}

fn checked_title(title: &str) -> Result<String, UnfitPage> {
    let title = title.trim();
    let is_fit = (1..=LONGEST_TITLE).contains(&title.chars().count()) && !title.contains(char::is_control);
    is_fit.then(|| title.to_owned()).ok_or(UnfitPage::Title)
}

fn read_text(folder: &Path, name: &str) -> Result<String, PageError> {
    let bytes = read_named(folder, name, LARGEST_TEXT_BYTES)?;
    let text = String::from_utf8(bytes).map_err(|_| UnfitPage::Text)?;
    let text = text
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .replace('\t', " ");
    let text = text.trim();
    let is_fit = (1..=LONGEST_TEXT).contains(&text.chars().count())
        && !text.contains(|character: char| character.is_control() && character != '\n');
    if is_fit {
        Ok(text.to_owned())
    } else {
        Err(UnfitPage::Text.into())
    }
}

impl Pictures {
    fn read(&mut self, folder: &Path, name: String) -> Result<usize, PageError> {
        if let Some(known) = self.names.iter().position(|known| *known == name) {
            return Ok(known);
        }
        let bytes = read_named(folder, &name, LARGEST_PICTURE_BYTES)?;
        match kind_of(&bytes) {
            Ok(LogoKind::Png) => {}
            Err(error @ LookError::Pixels { .. }) => return Err(PageError::File(error)),
            // A picture with a script in it has no place on a page that people read.
            Ok(LogoKind::Svg) | Err(_) => return Err(UnfitPage::Picture.into()),
        }
        let all: usize = self.bytes.iter().map(Vec::len).sum();
        if all + bytes.len() > LARGEST_PICTURES_BYTES {
            return Err(UnfitPage::Pictures.into());
        }
        self.names.push(name);
        self.bytes.push(bytes);
        Ok(self.bytes.len() - 1)
    }
}

fn read_named(folder: &Path, name: &str, most_bytes: u64) -> Result<Vec<u8>, PageError> {
    if !is_plain_name(name) {
        return Err(UnfitPage::Elsewhere.into());
    }
    read(folder, name, most_bytes).map_err(PageError::File)
}
