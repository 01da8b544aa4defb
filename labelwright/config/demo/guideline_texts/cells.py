"""The guideline of the blood-cell project. Sections that did not change are shared by both versions."""

_PURPOSE = """\
# Blood cells {#purpose}

A box around every blood cell on a stained smear. The model that learns from your boxes counts cells, so
**a missing cell costs as much as a wrong one**. Work through the image row by row, and look along the
borders last.

| You see | Label | Key |
| --- | --- | --- |
| pale pink disc, usually with a lighter centre | Red cell | `1` |
| large cell with a deep violet nucleus | White cell | `2` |
| small granular violet body without a nucleus | Platelet | `3` |
"""

_BOXES = """\
## How to draw a box {#boxes}

- Draw the box tight: each side touches the outermost pixel of the cell, give or take two pixels.
- Follow the cell, not its bright halo or its shadow.
- Where cells overlap, give each its own whole box. Boxes may overlap.
- Zoom in for platelets; a box that looks tight at full view is often loose.
"""

_BORDER_1 = """\
## Cells on the border {#border}

Label a cell that is cut off by the border of the image. The box ends at the border.
"""

_BORDER_2 = """\
## Cells on the border {#border}

Label a cell that is cut off by the border **when at least a quarter of it is visible**. The box ends at
the border. When you cannot tell whether it is a quarter, imagine the whole disc: if its centre would lie
within half a radius of the border, it counts.

| What is visible | Do |
| --- | --- |
| half of a red cell | box up to the border |
| a thin sliver | leave it |
| a piece of a violet nucleus and little else | White cell, if a quarter of the *cell* is visible |
"""

_RED_1 = """\
## Red cell {#rbc}

A pink disc, about as large as the others around it. The centre is often lighter, but cells that are
evenly filled are red cells too.

**Do**

- label long, dented and drop-shaped ones as well;
- tick *Overlaps another cell* when another cell clearly covers part of it.

**Don't**

- take the darker lens where two cells overlap for a third cell;
- draw one box around a pile.
"""

_RED_2 = """\
## Red cell {#rbc}

A pink disc, about as large as the others around it. The centre is often lighter, but cells that are
evenly filled are red cells too. A small bright spot with a dark ring inside a cell is a drying artefact:
it changes nothing.

**Do**

- label long, dented and drop-shaped ones as well;
- tick *Overlaps another cell* when another cell covers part of it. **Touching is not overlapping**: look
  for the darker lens.

**Don't**

- take the darker lens where two cells overlap for a third cell;
- draw one box around a pile: count the outlines, then draw as many boxes.
"""

_WHITE_1 = """\
## White cell {#wbc}

The largest cells, with a deep violet nucleus in pale blue, lilac or pink-grained cytoplasm. The box
holds the **whole cell**, not only its nucleus.

**Do**

- choose how many *lobes* the nucleus has (`q` one to `t` five).

**Don't**

- box the nucleus alone;
- label a torn, smeared nucleus without a cell around it.
"""

_WHITE_2 = """\
## White cell {#wbc}

The largest cells, with a deep violet nucleus in pale blue, lilac or pink-grained cytoplasm. The box
holds the **whole cell**, not only its nucleus.

**Do**

- choose how many *lobes* the nucleus has (`q` one to `t` five);
- count two lobes where only a **thin thread** joins them, one where the bridge is wider than a third of
  the lobe;
- count what you see when the cell is cut off by the border.

**Don't**

- box the nucleus alone;
- guess hidden lobes;
- label a torn, smeared nucleus without a cell around it.

| Nucleus | Lobes |
| --- | --- |
| round, or with a shallow dent | one |
| two bodies like a pair of spectacles | two |
| a chain that bends like a C or an S | count its beads |
"""

_PLATELET_1 = """\
## Platelet {#platelet}

A small violet body with a grainy, ragged edge, a quarter of a red cell's width or a little more.

**Do**

- look for them between the red cells; they are easy to miss.

**Don't**

- label round, even, almost black specks: that is stain, not a cell.
"""

_PLATELET_2 = """\
## Platelet {#platelet}

A small violet body with a grainy, ragged edge, a quarter of a red cell's width or a little more.

**Do**

- look for them between the red cells; they are easy to miss;
- give **each platelet of a clump its own box**, as far as you can tell them apart. Version 1 did not say
  this, and half of us drew one box around the clump.

**Don't**

- label round, even, almost black specks: that is stain, not a cell;
- label pale grey-blue smudges: that is dust out of focus.
"""

_FOCUS = """\
## Focus {#focus}

Judge the image as a whole, once the boxes are drawn.

| Focus | When |
| --- | --- |
| Good | the edges of most cells are crisp, and you can see grain in the violet parts |
| Poor | the edges are washed out, or lobes melt into one patch |

Label the cells either way.
"""

VERSION_1 = "\n".join((_PURPOSE, _BOXES, _BORDER_1, _RED_1, _WHITE_1, _PLATELET_1, _FOCUS))
VERSION_2 = "\n".join((_PURPOSE, _BOXES, _BORDER_2, _RED_2, _WHITE_2, _PLATELET_2, _FOCUS))
