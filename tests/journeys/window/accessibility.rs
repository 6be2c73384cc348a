//! The rules of WCAG 2.0 to 2.2, levels A and AA, as far as axe-core can check them, in the real window.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use einlass_tests::Window;
use serde_json::{Value, json};

use crate::layout::assert_nothing_is_covered;
use crate::shown;

const RULES: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/// One of the screen's own development packages, so it is there wherever the screen was built.
static AXE: LazyLock<String> = LazyLock::new(|| {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
    fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("{}: {error}; npm --prefix ui ci", file.display()))
});

/// Checks the screen that is shown now; panics with each violation and where it is.
pub(crate) fn assert_accessible(window: &Window, screen: &str) {
    if window.run_script("return typeof axe", &[]) == "undefined" {
        window.run_script(&AXE, &[]);
    }
    // A screen that moves in has other colours until it stands.
    let check = "
        for (const animation of document.getAnimations()) {
            if (animation.effect.getComputedTiming().endTime !== Infinity) animation.finish();
        }
        return axe.run(document, { runOnly: arguments[0] }).then(({ violations, passes }) => ({
            passes: passes.map((rule) => rule.id),
            violations: violations.flatMap((rule) =>
                rule.nodes.map((node) => `${rule.id}: ${node.html}\\n${node.failureSummary}`)),
        }))";
    let found = window.run_script(check, &[json!(RULES)]);

    assert_nothing_is_covered(window, screen);
    assert_eq!(shown(window), screen, "the screen changed while it was checked");
    let violations = strings(&found["violations"]);
    assert!(violations.is_empty(), "{screen}:\n{}", violations.join("\n"));
    let passes = strings(&found["passes"]);
    for rule in ["color-contrast", "document-title", "html-has-lang"] {
        assert!(
            passes.iter().any(|pass| pass == rule),
            "{screen}: {rule} was not checked; these were: {passes:?}"
        );
    }
}

fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().expect("axe answers with lists");
    list.iter().map(crate::text).collect()
}
