"""The plot, as an SVG made by hand: two panels of bars, the left one relative to the floor, the right one logarithmic."""
import math
from html import escape

from scenarios import SCENARIOS
from servers import NAMES

COLOURS = {"limit": "#9aa0a6", "watchpost": "#0b7a75", "libwebsockets": "#7b6fd0", "node": "#d08c2e",
           "fastapi": "#c2483d"}
SHOWN = ("saturated-8", "saturated-25", "saturated-60", "paced-1", "paced-100", "paced-500", "paced-1000", "cameras")
BAR, GAP, LEFT, WIDTH, TOP, PANEL_GAP = 12, 14, 215, 330, 78, 60


def _text(x, y, text, anchor="start", size=12, weight="normal", colour="#333"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" '
            f'fill="{colour}">{escape(text)}</text>')


def _line(x1, y1, x2, y2, colour="#ddd", width=1.0):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"/>'


class _Scale:
    def __init__(self, x, least, most, logarithmic):
        self._x, self._logarithmic = x, logarithmic
        self.least, self.most = (10 ** math.floor(math.log10(least)), most * 1.05) if logarithmic else (0, most)

    def at(self, value):
        value = min(max(value, self.least), self.most)
        if self._logarithmic:
            share = math.log(value / self.least) / math.log(self.most / self.least)
        else:
            share = (value - self.least) / (self.most - self.least)
        return self._x + WIDTH * share

    def ticks(self):
        if not self._logarithmic:
            step = next(s for s in (0.5, 1, 2, 5, 10, 50) if self.most / s <= 8)
            return [step * i for i in range(int(self.most / step) + 1)]
        ticks, tick = [], self.least
        while tick <= self.most:
            ticks.append(tick)
            tick *= 10
        return ticks


def _panel(out, x, title, subtitle, groups, scale, bottom):
    out.append(_text(x, TOP - 34, title, size=14, weight="bold"))
    out.append(_text(x, TOP - 18, subtitle, size=11, colour="#666"))
    for tick in scale.ticks():
        out.append(_line(scale.at(tick), TOP - 6, scale.at(tick), bottom))
        out.append(_text(scale.at(tick), bottom + 14, f"{tick:g}", "middle", 11, colour="#666"))
    for y, server, spread in groups:
        end = scale.at(spread.median)
        out.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(end - x, 1):.1f}" height="{BAR - 2}" '
                   f'fill="{COLOURS[server]}"/>')
        middle = y + (BAR - 2) / 2
        out.append(_line(scale.at(spread.least), middle, scale.at(spread.most), middle, "#222"))
        beyond = " →" if spread.median > scale.most else ""
        out.append(_text(max(end, scale.at(spread.most)) + 4, y + BAR - 3, f"{spread.median:.2f}{beyond}", size=9,
                         colour="#444"))


def draw(results, about):
    """The SVG's text."""
    scenarios = [s for s in SCENARIOS if s.key in SHOWN and results.has(s.key)]
    left, right, labels, y = [], [], [], TOP
    for scenario in scenarios:
        begin = y
        for server in NAMES:
            if not results.has(scenario.key, server):
                continue
            ratio = results.ratio(scenario.key, server, "limit", "cpu")
            age = results.absolute(scenario.key, server, "p99")
            if ratio:
                left.append((y, server, ratio))
            if age:
                right.append((y, server, age))
            y += BAR
        labels.append(((begin + y) / 2 + 3, scenario.name))
        y += GAP
    bottom = y
    right_x = LEFT + WIDTH + PANEL_GAP
    width, height = right_x + WIDTH + 60, bottom + 70
    ratios = [spread.median for _, _, spread in left]
    ages = [spread.least for _, _, spread in right] + [spread.most for _, _, spread in right]
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
           'font-family="DejaVu Sans, Helvetica, Arial, sans-serif">',
           '<title>CPU per frame and age of pictures, by server</title>',
           f'<rect width="{width}" height="{height}" fill="#fff"/>']
    x = LEFT
    for server in NAMES:
        if any(server == own for _, own, _ in left):
            out.append(f'<rect x="{x}" y="12" width="11" height="11" fill="{COLOURS[server]}"/>')
            name = NAMES[server].replace("`", "")
            out.append(_text(x + 16, 22, name))
            x += 34 + 7 * len(name)
    for at, name in labels:
        out.append(_text(LEFT - 10, at, name, "end", 11))
    _panel(out, LEFT, "CPU per delivered frame", "divided by the limit's in the same repeat; lower is better", left,
           _Scale(LEFT, 0, min(max(ratios) * 1.15, 6), False), bottom)
    _panel(out, right_x, "Age of a picture, p99", "milliseconds, logarithmic; lower is better", right,
           _Scale(right_x, min(ages), max(ages), True), bottom)
    out.append(_text(LEFT, bottom + 38, "Bars: medians. Lines: least to most of the repeats.", size=11, colour="#666"))
    out.append(_text(LEFT, bottom + 54, f"commit {about['commit']}, Linux {about['kernel']}, {about['date']}, "
                     f"{about['cores']} cores, {about['mode']} mode", size=11, colour="#666"))
    return "\n".join(out + ["</svg>", ""])
