"""Cut the font of shared cards out of Noto Sans CJK: the characters of Simplified Chinese and of Latin scripts.

`tools/card_font.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc`, with fonttools installed. The result is in
the repository; this is how it came about.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

TARGET = Path(__file__).parents[1] / "portal" / "sharing" / "data" / "NotoSansCJKsc-cards.otf"
#: Which of the collection's fonts is the Simplified Chinese one.
SIMPLIFIED = 2
#: Of names of people and places, beyond GB 2312.
NAMES = (
    "喆堃祎珺玥昇淼犇垚晟骉翀赟曌婳嫄琬琰炘煊烨煜熠燊珅玹珩琮瑄瑀瑗璟璇璩璠甯皛禛禤竑筠翙翯芃茆荥菡萱葳蓥蘅"
    "衎逄邗邨郗鄠酆钇钏钰铄铖锟镕镛阚韫顼飏骎骐骢骧鲲鹍黟猇牤岺溇觃磻嵔沚埇瀍浉硚蹚電類長飯復頔玭贇仝亓祏昕昉昱"
)


def characters() -> set[str]:
    found = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x3000, 0x3020))}
    found |= {chr(code) for code in range(0xFF01, 0xFF60)} | set("–—‘’“”…·•※→←↑↓℃№㎡￥€") | set(NAMES)
    for first in range(0xA1, 0xF8):
        for second in range(0xA1, 0xFF):
            found.update(bytes([first, second]).decode("gb2312", errors="ignore"))
    return found


def cut(source: str) -> None:
    options = Options(layout_features=[], hinting=False, notdef_outline=True, font_number=SIMPLIFIED, name_IDs=["*"])
    font = load_font(source, options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in characters()])
    subsetter.subset(font)
    save_font(font, str(TARGET), options)


if __name__ == "__main__":
    cut(sys.argv[1])
