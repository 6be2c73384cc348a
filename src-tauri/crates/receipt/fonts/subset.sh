#!/bin/sh
# Makes the four fonts of this folder from Debian's fonts-noto-core; see README.md. Takes the folder with Noto's .ttf files.
set -eu
from="${1:-/usr/share/fonts/truetype/noto}"
here="$(dirname "$0")"

# Latin with Vietnamese, Greek, Cyrillic, the marks that are written on them, and the signs that people paste.
western="U+0020-007E,U+00A0-024F,U+0259,U+02BB-02BC,U+02C6-02C7,U+02D8-02DD"
western="$western,U+0300-0304,U+0306-030C,U+031B,U+0323,U+0326-0328,U+0331"
western="$western,U+0370-03FF,U+0400-04FF,U+1E00-1EFF"
western="$western,U+2010-2015,U+2018-2022,U+2026,U+2030,U+2032-2033,U+2039-203A,U+20AC,U+2116,U+2122,U+2212"
# The Arabic block: Arabic, Persian, Urdu, Kurdish.
arabic="U+0600-06FF"

for weight in Regular Bold; do
    # Paper at 8 dots a millimetre is drawn without hinting.
    pyftsubset "$from/NotoSans-$weight.ttf" --unicodes="$western" --no-hinting \
        --output-file="$here/NotoSans-$weight.ttf"
    # All features: without them Arabic letters do not join.
    pyftsubset "$from/NotoSansArabic-$weight.ttf" --unicodes="$arabic" --no-hinting --layout-features='*' \
        --output-file="$here/NotoSansArabic-$weight.ttf"
done
