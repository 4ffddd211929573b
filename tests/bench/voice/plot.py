# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""A picture of the figures as SVG."""
import html
import math

WIDTH, HEIGHT = 900, 560
LEFT, RIGHT, TOP, BOTTOM = 70, 30, 50, 60
RATES = [1, 2, 5, 10, 20, 50]
WORDS = [0.5, 1, 2, 5, 10, 20, 50, 100]
OURS, THEIRS = "#1d5fae", "#b0632a"


def scale(value, low, high, begin, end):
    share = (math.log(max(value, low)) - math.log(low)) / (math.log(high) - math.log(low))
    return begin + min(share, 1) * (end - begin)


def x_of(rate):
    return scale(rate, 0.9, 60, LEFT, WIDTH - RIGHT)


def y_of(words):
    return scale(words, 0.4, 100, HEIGHT - BOTTOM, TOP)


def text(x, y, words, anchor="middle", colour="#333", size=13):
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{colour}" font-size="{size}">{html.escape(words)}</text>'


def rate_against_words(results, clean):
    """Rate on the wire against misunderstood words, both logarithmic. `clean`: the recordings themselves, in percent."""
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif">',
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
             text(WIDTH / 2, 24, "Words misunderstood against bytes on the wire", size=16)]
    for rate in RATES:
        parts.append(f'<path d="M{x_of(rate):.0f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        parts.append(text(x_of(rate), HEIGHT - BOTTOM + 20, str(rate)))
    for words in WORDS:
        parts.append(f'<path d="M{LEFT} {y_of(words):.0f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(text(LEFT - 8, y_of(words) + 4, f"{words} %", "end"))
    parts.append(text(WIDTH / 2, HEIGHT - 15, "kbit/s with IP and UDP, one way"))
    parts.append(f'<path d="M{LEFT} {y_of(clean):.0f}H{WIDTH - RIGHT}" stroke="#666" stroke-dasharray="5 4"/>')
    parts.append(text(WIDTH - RIGHT - 4, y_of(clean) - 5, "the recordings themselves", "end", "#666", 11))
    for result in results:
        theirs = any(a.startswith("other=") for a in result["arguments"])
        colour = THEIRS if theirs else OURS
        x, y = x_of(result["wire"]), y_of(result["wer"])
        parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="5" fill="{colour}"/>')
        parts.append(text(x + 8, y - 6, result["scene"], "start", colour, 11))
    parts += [text(LEFT + 10, TOP + 14, "Nightjar", "start", OURS), text(LEFT + 90, TOP + 14, "settings of others", "start", THEIRS),
              "</svg>", ""]
    return "\n".join(parts)
