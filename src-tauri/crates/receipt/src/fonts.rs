//! The fonts on paper, which are part of the build: the same text gives the same dots on every machine.

use std::sync::{Arc, LazyLock};

use parley::FontContext;
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use swash::FontRef;

/// Regular and bold, western and Arabic; where they come from is told beside them.
const FACES: [&[u8]; 4] = [
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../fonts/NotoSansArabic-Bold.ttf"),
];

/// The families in the order in which a letter is looked for.
pub(crate) const FAMILIES: [&str; 2] = ["Noto Sans", "Noto Sans Arabic"];

/// The number of the face that has these bytes: the very bytes of the build, not a copy.
pub(crate) fn face_of(bytes: &[u8]) -> Option<usize> {
    FACES.iter().position(|face| std::ptr::eq(*face, bytes))
}

/// The bytes of a face.
pub(crate) fn bytes_of(face: usize) -> &'static [u8] {
    FACES[face]
}

/// A face, to be read.
pub(crate) fn face(face: usize) -> FontRef<'static> {
    FontRef::from_index(FACES[face], 0).expect("the fonts are part of the build and a test reads them")
}

/// The names of the faces, as PostScript and PDF spell them.
pub(crate) const NAMES: [&str; FACES.len()] = [
    "NotoSans-Regular",
    "NotoSansArabic-Regular",
    "NotoSans-Bold",
    "NotoSansArabic-Bold",
];

/// Whether the fonts have `character`. No face lacks what another face of its family has.
pub(crate) fn draws(character: char) -> bool {
    static REGULAR: LazyLock<Vec<FontRef<'static>>> =
        LazyLock::new(|| (0..FAMILIES.len()).map(face).collect());
    REGULAR.iter().any(|face| face.charmap().map(character) != 0)
}

/// The four faces and nothing else, above all no fonts of the machine.
pub(crate) fn bundled() -> FontContext {
    let mut collection = Collection::new(CollectionOptions {
        shared: false,
        system_fonts: false,
    });
    for face in FACES {
        collection.register_fonts(Blob::new(Arc::new(face)), None);
    }
    FontContext {
        collection,
        source_cache: SourceCache::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_families_are_there_and_nothing_else_is() {
        let mut fonts = bundled();
        let mut names: Vec<String> = fonts.collection.family_names().map(str::to_owned).collect();
        names.sort();
        assert_eq!(names, FAMILIES);
    }

    #[test]
    fn bold_has_what_regular_has() {
        for (regular, bold) in [(0, 2), (1, 3)] {
            let [regular, bold] = [regular, bold].map(|face| FontRef::from_index(FACES[face], 0).unwrap());
            regular.charmap().enumerate(|character, _| {
                assert_ne!(bold.charmap().map(character), 0, "{character:#x}");
            });
        }
    }

    #[test]
    fn every_letter_of_the_languages_is_there() {
        let letters = "ÄÖÜäöüßẞ ÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸàâæçèéêëîïôœùûüÿ ÇĞİÖŞÜçğıöşü ĄĆĘŁŃÓŚŹŻąćęłńóśźż \
                       АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя \
                       ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي ًٌٍَُِّْ ؟،؛ ٠١٢٣٤٥٦٧٨٩ پچژگ ’„“”«»–—…€№";
        for letter in letters.chars() {
            assert!(draws(letter), "{letter:?}");
        }
        for none in ['🎭', '漢', '\u{202E}', '\u{0}', '\u{FEFF}'] {
            assert!(!draws(none), "{none:?}");
        }
    }
}
