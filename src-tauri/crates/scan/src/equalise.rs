//! Undoing blur and smear with what is known of the code: a linear equaliser, trained on the fixed modules as a modem is on its
//! preamble (Proakis, Digital Communications, 9.4; blind second round after Sato 1975).
//!
//! Each module's ink is mixed with that of its neighbours by whatever the lens, the hand and a plane that lies a little beside did.
//! The weights that best give the fixed modules back are found by least squares; then the modules that are clear by now join the
//! training, since the fixed ones are few and look alike.

use crate::{
    modules::{MARGIN, Modules},
    pattern::Pattern,
};

/// Most weights: five by five neighbours and a constant.
const MAX_TAPS: usize = 26;
/// Holds the weights small where the pictures of the training do not tell them.
const RIDGE: f64 = 0.02;
const ROUNDS: usize = 3;

/// The modules with their neighbours' ink taken out, as far as `reach` (1 or 2) modules; positive is ink. `None` when nothing can be
/// learnt.
pub(crate) fn equalised(modules: &Modules, pattern: &Pattern, reach: usize) -> Option<Modules> {
    debug_assert!(reach <= MARGIN && (2 * reach + 1).pow(2) < MAX_TAPS);
    let side = modules.side;
    let scale = deviation(&modules.ink);
    if scale < 0.5 {
        return None;
    }
    // What each module should be: 1 or -1 where it is known, 0 where not yet.
    let mut wanted = vec![0f32; side * side];
    for module in pattern.all() {
        wanted[usize::from(module.row) * side + usize::from(module.column)] = module.ink;
    }
    let is_fixed: Vec<bool> = wanted.iter().map(|&ink| ink != 0.0).collect();
    let mut result = None;
    for round in 0..ROUNDS {
        let weights = train(modules, &wanted, &is_fixed, scale, reach)?;
        let outcome = apply(modules, &weights, scale, reach);
        if round + 1 < ROUNDS {
            let sure = 0.55 - 0.15 * round as f32;
            for row in 0..side {
                for column in 0..side {
                    let i = row * side + column;
                    if !is_fixed[i] {
                        let ink = outcome.ink[outcome.index(column, row)];
                        wanted[i] = if ink.abs() >= sure { ink.signum() } else { 0.0 };
                    }
                }
            }
        }
        result = Some(outcome);
    }
    result
}

fn deviation(ink: &[f32]) -> f32 {
    let count = ink.len() as f32;
    let mean = ink.iter().sum::<f32>() / count;
    (ink.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / count).sqrt()
}

/// The ink around a module, and a constant.
fn taps(modules: &Modules, column: usize, row: usize, scale: f32, reach: usize) -> ([f32; MAX_TAPS], usize) {
    let wide = modules.wide();
    let mut taps = [0.0; MAX_TAPS];
    let mut count = 0;
    for y in row + MARGIN - reach..=row + MARGIN + reach {
        for x in column + MARGIN - reach..=column + MARGIN + reach {
            // What burnt out says that it is bright, not how bright.
            taps[count] = (modules.ink[y * wide + x] / scale).clamp(-2.5, 2.5);
            count += 1;
        }
    }
    taps[count] = 1.0;
    (taps, count + 1)
}

fn train(
    modules: &Modules,
    wanted: &[f32],
    is_fixed: &[bool],
    scale: f32,
    reach: usize,
) -> Option<[f32; MAX_TAPS]> {
    let side = modules.side;
    let size = (2 * reach + 1).pow(2) + 1;
    let mut normal = [[0f32; MAX_TAPS + 1]; MAX_TAPS];
    let mut total = 0.0;
    for row in 0..side {
        for column in 0..side {
            let ink = wanted[row * side + column];
            if ink == 0.0 {
                continue;
            }
            let (taps, _) = taps(modules, column, row, scale, reach);
            let weight = if is_fixed[row * side + column] { 1.0 } else { 0.6 };
            total += weight;
            for (i, (sums, tap)) in normal.iter_mut().zip(&taps[..size]).enumerate() {
                let weighted = weight * tap;
                for (sum, other) in sums[i..size].iter_mut().zip(&taps[i..size]) {
                    *sum += weighted * other;
                }
                sums[MAX_TAPS] += weighted * ink;
            }
        }
    }
    let mut system = [[0f64; MAX_TAPS + 1]; MAX_TAPS];
    for (i, equation) in system.iter_mut().enumerate().take(size) {
        for (j, value) in equation.iter_mut().enumerate().take(size) {
            *value = f64::from(normal[i.min(j)][i.max(j)]);
        }
        equation[i] += RIDGE * f64::from(total);
        equation[size] = f64::from(normal[i][MAX_TAPS]);
    }
    // The ridge pulls towards "a module is what its own middle says".
    let own = (size - 1) / 2;
    system[own][size] += RIDGE * f64::from(total) * 0.8;
    solve(&mut system, size)
}

/// Gauss with the largest pivot.
fn solve(system: &mut [[f64; MAX_TAPS + 1]; MAX_TAPS], size: usize) -> Option<[f32; MAX_TAPS]> {
    for i in 0..size {
        let pivot = (i..size).max_by(|&a, &b| system[a][i].abs().total_cmp(&system[b][i].abs()))?;
        system.swap(i, pivot);
        let divisor = system[i][i];
        if divisor.abs() < 1e-9 {
            return None;
        }
        let (above, below) = system.split_at_mut(i + 1);
        let pivot_row = &above[i];
        for row in below.iter_mut().take(size - i - 1) {
            let factor = row[i] / divisor;
            for (value, pivot) in row[i..=size].iter_mut().zip(&pivot_row[i..=size]) {
                *value -= factor * pivot;
            }
        }
    }
    let mut solution = [0f64; MAX_TAPS];
    for i in (0..size).rev() {
        let known: f64 = (i + 1..size).map(|j| system[i][j] * solution[j]).sum();
        solution[i] = (system[i][size] - known) / system[i][i];
    }
    Some(solution.map(|weight| weight as f32))
}

fn apply(modules: &Modules, weights: &[f32; MAX_TAPS], scale: f32, reach: usize) -> Modules {
    let mut outcome = Modules {
        side: modules.side,
        ink: vec![-1.0; modules.ink.len()],
    };
    for row in 0..modules.side {
        for column in 0..modules.side {
            let (taps, size) = taps(modules, column, row, scale, reach);
            let ink = taps[..size]
                .iter()
                .zip(weights)
                .map(|(tap, weight)| tap * weight)
                .sum();
            let i = outcome.index(column, row);
            outcome.ink[i] = ink;
        }
    }
    outcome
}
