//! Nothing on a screen lies on something else.

use einlass_tests::Window;

/// Checks the screen that is shown now; panics with the pairs of texts and controls that share a place.
pub(crate) fn assert_nothing_is_covered(window: &Window, screen: &str) {
    // A text is as large as its letters, not as the box around it. Less than three pixels are the air around letters.
    let look = "
        const main = document.querySelector('main');
        const things = [...main.querySelectorAll('button, input, [data-testid=pin-digits]')]
            .map((element) => [element, element.getBoundingClientRect()]);
        const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const range = document.createRange();
            range.selectNodeContents(walker.currentNode);
            const isHidden = walker.currentNode.parentElement.closest('.visually-hidden');
            if (walker.currentNode.data.trim() && !isHidden) {
                things.push([walker.currentNode, range.getBoundingClientRect()]);
            }
        }
        const shared = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
        const name = (thing) => (thing.textContent.trim() || thing.dataset?.testid) ?? thing.nodeName;
        return things.flatMap(([one, place], i) => things.slice(i + 1)
            .filter(([other, otherPlace]) => !one.contains(other) && !other.contains(one) && shared(place, otherPlace))
            .map(([other]) => `${name(one)} | ${name(other)}`))";
    let pairs = window.run_script(look, &[]);
    let pairs: Vec<_> = pairs
        .as_array()
        .expect("the script returns a list")
        .iter()
        .map(crate::text)
        .collect();
    assert_eq!(pairs, [""; 0], "{screen}");
}
