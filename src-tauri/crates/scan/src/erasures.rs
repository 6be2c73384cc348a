//! Reed–Solomon words of which some are known to be doubtful (ISO/IEC 18004, 7.5 and annex A and B).
//!
//! A word of which only the place of the error is known costs one check word, an error anywhere costs two. Which words are doubtful the
//! picture tells: there the ink is neither dark nor light. So the most doubtful are given up first, two more at a time, until the rest
//! fits (Forney, "Generalized minimum distance decoding", IEEE Transactions on Information Theory 12, 1966).

use std::sync::LazyLock;

/// So many check words must still speak for words of which some were given up: a block of chance fits once in 2³².
const WITNESSES: usize = 4;

/// Corrects a block, check words last; `doubtful` names its places, the most doubtful first.
///
/// Returns whether the block is right now; if not, it is left as it was.
pub(crate) fn correct(block: &mut [u8], checks: usize, doubtful: &[usize]) -> bool {
    let syndromes = syndromes(block, checks);
    if syndromes.iter().all(|&syndrome| syndrome == 0) {
        return true;
    }
    (0..=checks.saturating_sub(WITNESSES)).step_by(2).any(|given_up| {
        let spare = if given_up == 0 {
            protecting(checks)
        } else {
            WITNESSES
        };
        doubtful
            .get(..given_up)
            .and_then(|erased| errors(&syndromes, block.len(), erased, checks - spare))
            .is_some_and(|errors| {
                errors
                    .into_iter()
                    .for_each(|(place, error)| block[place] ^= error);
                true
            })
    })
}

/// So many check words are for knowing a block that is beyond correction (ISO/IEC 18004, table 9, note b).
fn protecting(checks: usize) -> usize {
    match checks {
        7 => 3,
        10 => 2,
        _ => checks % 2,
    }
}

/// What has to be added where, if errors at other places than the erased ones and these together cost no more than `most` check words.
fn errors(syndromes: &[u8], length: usize, erased: &[usize], most: usize) -> Option<Vec<(usize, u8)>> {
    let checks = syndromes.len();
    let mut locator = vec![0u8; checks + 1];
    locator[0] = 1;
    for &place in erased {
        let root = power(length - 1 - place);
        for i in (1..=checks).rev() {
            locator[i] ^= times(locator[i - 1], root);
        }
    }
    // Berlekamp and Massey, begun with the erasures (Blahut, "Algebraic Codes for Data Transmission", 2003, section 7.5).
    let mut before = locator.clone();
    let mut degree = erased.len();
    for step in erased.len()..checks {
        before.rotate_right(1);
        before[0] = 0;
        let discrepancy = (0..=step).fold(0, |sum, i| sum ^ times(locator[i], syndromes[step - i]));
        if discrepancy == 0 {
            continue;
        }
        let next = plus(&locator, &before, discrepancy);
        if 2 * degree <= step + erased.len() {
            before = locator.iter().map(|&x| over(x, discrepancy)).collect();
            degree = step + 1 + erased.len() - degree;
        }
        locator = next;
    }
    if 2 * degree > most + erased.len() {
        return None;
    }
    let places: Vec<usize> = (0..length)
        .filter(|&place| value(&locator, power(255 - (length - 1 - place) % 255)) == 0)
        .collect();
    if places.len() != degree {
        return None;
    }
    let evaluator: Vec<u8> = (0..checks)
        .map(|i| (0..=i).fold(0, |sum, j| sum ^ times(locator[j], syndromes[i - j])))
        .collect();
    let derivative: Vec<u8> = (1..=checks)
        .map(|i| if i % 2 == 1 { locator[i] } else { 0 })
        .collect();
    let mut errors = Vec::with_capacity(degree);
    for place in places {
        let at = length - 1 - place;
        let inverse = power(255 - at % 255);
        let slope = value(&derivative, inverse);
        if slope == 0 {
            return None;
        }
        errors.push((place, times(power(at), over(value(&evaluator, inverse), slope))));
    }
    let is_right = (0..checks).all(|i| {
        let told = errors.iter().fold(0, |sum, &(place, error)| {
            sum ^ times(error, power(i * (length - 1 - place) % 255))
        });
        told == syndromes[i]
    });
    is_right.then_some(errors)
}

fn syndromes(block: &[u8], checks: usize) -> Vec<u8> {
    let at = |root: u8| block.iter().fold(0, |sum, &word| times(sum, root) ^ word);
    (0..checks).map(|i| at(power(i))).collect()
}

/// Lowest power first.
fn value(polynomial: &[u8], at: u8) -> u8 {
    polynomial
        .iter()
        .rev()
        .fold(0, |sum, &factor| times(sum, at) ^ factor)
}

fn plus(one: &[u8], other: &[u8], factor: u8) -> Vec<u8> {
    one.iter()
        .zip(other)
        .map(|(&a, &b)| a ^ times(b, factor))
        .collect()
}

/// Powers of two in GF(2⁸) modulo x⁸ + x⁴ + x³ + x² + 1, twice over, and of which power each number is.
static FIELD: LazyLock<([u8; 510], [u8; 256])> = LazyLock::new(|| {
    let (mut powers, mut logarithms) = ([0; 510], [0; 256]);
    let mut value = 1u16;
    for i in 0..255usize {
        powers[i] = value as u8;
        powers[i + 255] = value as u8;
        logarithms[usize::from(value)] = i as u8;
        value <<= 1;
        if value > 255 {
            value ^= 0x11d;
        }
    }
    (powers, logarithms)
});

fn power(exponent: usize) -> u8 {
    FIELD.0[exponent]
}

fn times(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 {
        return 0;
    }
    let (powers, logarithms) = &*FIELD;
    powers[usize::from(logarithms[usize::from(a)]) + usize::from(logarithms[usize::from(b)])]
}

/// `b` is not zero.
fn over(a: u8, b: u8) -> u8 {
    times(a, power(255 - usize::from(FIELD.1[usize::from(b)])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};

    /// Data words and what division by the generator polynomial leaves of them (ISO/IEC 18004, 7.5.2).
    fn block(data: &[u8], checks: usize) -> Vec<u8> {
        let mut generator = vec![1u8];
        for i in 0..checks {
            generator.push(0);
            for at in (1..generator.len()).rev() {
                generator[at] ^= times(generator[at - 1], power(i));
            }
        }
        let mut rest = [data, &vec![0; checks]].concat();
        for at in 0..data.len() {
            let factor = rest[at];
            for (i, &part) in generator.iter().enumerate() {
                rest[at + i] ^= times(part, factor);
            }
        }
        [data, &rest[data.len()..]].concat()
    }

    /// ISO/IEC 18004, annex I: "01234567" in version 1-M.
    #[test]
    fn the_example_of_the_standard_is_right() {
        let mut example = [
            0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11,
            0xa5, 0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55,
        ];
        assert_eq!(block(&example[..16], 10), example);
        assert!(correct(&mut example, 10, &[]));
        assert_eq!(example[..6], [0x10, 0x20, 0x0c, 0x56, 0x61, 0x80]);
    }

    /// A block of `checks` check words, of which the words at some places are others; the places in any order.
    fn damaged(most: impl Fn(usize) -> usize) -> impl Strategy<Value = (Vec<u8>, usize, Vec<(usize, u8)>)> {
        (
            1usize..120,
            select(&[7usize, 10, 13, 15, 16, 17, 18, 20, 22, 24, 26, 28, 30]),
        )
            .prop_flat_map(|(data, checks)| (proptest::collection::vec(any::<u8>(), data), Just(checks)))
            .prop_flat_map(move |(data, checks)| {
                let all: Vec<usize> = (0..data.len() + checks).collect();
                let most = most(checks).min(all.len());
                let places = subsequence(all, 0..=most).prop_shuffle();
                let errors = proptest::collection::vec(1u8..=255, most);
                (Just(data), Just(checks), places, errors)
            })
            .prop_map(|(data, checks, places, errors)| {
                (
                    block(&data, checks),
                    checks,
                    places.into_iter().zip(errors).collect(),
                )
            })
    }

    fn with(block: &[u8], errors: &[(usize, u8)]) -> Vec<u8> {
        let mut block = block.to_vec();
        errors.iter().for_each(|&(place, error)| block[place] ^= error);
        block
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn half_as_many_errors_as_check_words_are_corrected(
            (right, checks, errors) in damaged(|checks| (checks - protecting(checks)) / 2),
        ) {
            let mut read = with(&right, &errors);
            prop_assert!(correct(&mut read, checks, &[]));
            prop_assert_eq!(read, right);
        }

        /// Small blocks: what could be corrected, but could as well be chance, is not.
        #[test]
        fn check_words_for_knowing_correct_nothing(data in proptest::collection::vec(any::<u8>(), 16..34), first in 0usize..10) {
            for (checks, beyond) in [(7, 3), (10, 5)] {
                let errors: Vec<(usize, u8)> = (first..first + beyond).map(|place| (place, 1)).collect();
                let read = with(&block(&data, checks), &errors);
                prop_assert!(!correct(&mut read.clone(), checks, &[]));
            }
        }

        /// Twice as many where the picture tells the places, but for the witnesses.
        #[test]
        fn doubtful_words_cost_one_check_word_each((right, checks, errors) in damaged(|checks| (checks - WITNESSES) & !1)) {
            let doubtful: Vec<usize> = errors.iter().map(|&(place, _)| place).chain([0, 1]).collect();
            let mut read = with(&right, &errors);
            prop_assert!(correct(&mut read, checks, &doubtful));
            prop_assert_eq!(read, right);
        }

        /// Errors that nobody doubts, together with doubts: two check words and one.
        #[test]
        fn errors_beside_doubtful_words_are_corrected(
            (right, checks, errors) in damaged(|checks| (checks - WITNESSES) / 3 * 2),
        ) {
            let beyond = (2 * errors.len()).saturating_sub(checks - WITNESSES);
            let known = &errors[..beyond.next_multiple_of(2)];
            let doubtful: Vec<usize> = known.iter().map(|&(place, _)| place).collect();
            let mut read = with(&right, &errors);
            prop_assert!(correct(&mut read, checks, &doubtful));
            prop_assert_eq!(read, right);
        }

        /// What is beyond correction is left alone, and chance is no code, however many words are given up.
        #[test]
        fn a_block_of_chance_is_left_as_it_was(
            read in proptest::collection::vec(any::<u8>(), 60), checks in 20usize..=30, doubtful in Just((0..60).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let mut left = read.clone();
            prop_assert!(!correct(&mut left, checks, &doubtful));
            prop_assert_eq!(left, read);
        }
    }
}
