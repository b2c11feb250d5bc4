#!/usr/bin/env python3
"""Do other programs open what crm wrote?

    CRM_BOOKS=/books CRM_OUT=/out go test ./internal/annotate -run RoundTrip -v -timeout 2h
    testdata/roundtrip/check.py /books /out

Every workbook below /out is opened with openpyxl, where that is installed: every
cell of the original must have the same value and look in it. LibreOffice, where
that is installed, turns it into a PDF (a large one into a CSV). What a program does not open counts only
where it opens the original below /books under the same name. Ends with 1 if
something counts.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import warnings

try:
    import openpyxl
except ImportError:
    openpyxl = None

ROWS = 400  # of a sheet that openpyxl compares
BATCH = 60  # books to one start of LibreOffice
MOST = 16 << 20  # bytes of a book that openpyxl would take minutes for
LARGE = 256 << 10  # bytes of a book whose PDF would take minutes: LibreOffice makes a CSV of it


def books(folder):
    for path, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if name.lower().endswith((".xlsx", ".xlsm")):
                yield os.path.relpath(os.path.join(path, name), folder)


def cells(path):
    """What openpyxl finds: per sheet and cell its value and its look."""
    found = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=min(sheet.max_row, ROWS)):
            for cell in row:
                if cell.value is not None or cell.has_style:
                    found[sheet.title, cell.coordinate] = (
                        repr(cell.value), cell.data_type, cell.number_format, font(cell.font), repr(cell.fill),
                        border(cell.border), repr(cell.alignment), repr(cell.protection))
    if not book.sheetnames:
        raise ValueError("no sheets: openpyxl knows nothing of Strict books")
    return found, book.sheetnames


def font(f):
    """A font as it is seen; without a colour it has that of the theme's text."""
    color = f.color and (f.color.type, f.color.value, f.color.tint)
    return f.name, f.sz, f.b, f.i, f.u, f.strike, f.vertAlign, None if color == ("theme", 1, 0.0) else color


def border(b):
    """The lines that there are."""
    sides = {name: getattr(b, name) for name in ("left", "right", "top", "bottom", "diagonal")}
    return sorted((name, side.style, repr(side.color)) for name, side in sides.items() if side and side.style)


def attempt(function, *arguments):
    try:
        return function(*arguments), None
    except Exception as error:  # whatever a foreign library throws
        return None, "%s: %s" % (type(error).__name__, str(error)[:200])


def by_openpyxl(originals, results, names):
    bad, neither = [], 0
    for name in names:
        if os.path.getsize(os.path.join(results, name)) > MOST:
            continue
        now, error = attempt(cells, os.path.join(results, name))
        was, refused = attempt(cells, os.path.join(originals, name))
        if refused:
            neither += 1
        elif error:
            bad.append((name, error))
        else:
            missing = [key for key in was[0] if now[0].get(key) != was[0][key]]
            if missing or now[1][:len(was[1])] != was[1]:
                bad.append((name, "%d cells differ, such as %s" % (len(missing), missing[:3])))
    print("openpyxl %s: %d books, %d originals do not open, %d results are worse" % (
        openpyxl.__version__, len(names), neither, len(bad)))
    return bad


def convert(program, to, files, out, seconds):
    """Turns files into others; none of the names may be there twice."""
    profile = "-env:UserInstallation=file://" + os.path.join(out, "profile")
    command = [program, profile, "--headless", "--convert-to", to, "--outdir", out] + files
    try:
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        pass


def converts(program, to, path, work, seconds=600):
    """Whether one book alone turns into another file."""
    link = os.path.join(work, "one" + os.path.splitext(path)[1].lower())
    made = os.path.join(work, "one." + to)
    for old in (link, made):
        if os.path.lexists(old):
            os.remove(old)
    os.symlink(os.path.abspath(path), link)
    convert(program, to, [link], work, seconds)
    return os.path.exists(made) and os.path.getsize(made) > 0


def by_libreoffice(program, originals, results, names):
    bad, neither, done = [], 0, 0
    large = [n for n in names if os.path.getsize(os.path.join(results, n)) > LARGE]
    small = [n for n in names if n not in set(large)]
    with tempfile.TemporaryDirectory() as work:
        for to, names in (("pdf", small), ("csv", large)):
            for start in range(0, len(names), BATCH):
                batch, links = names[start:start + BATCH], []
                for i, name in enumerate(batch):
                    links.append(os.path.join(work, "%s%d%s" % (to, start + i, os.path.splitext(name)[1].lower())))
                    os.symlink(os.path.abspath(os.path.join(results, name)), links[-1])
                convert(program, to, links, work, 60 * BATCH)
                for name, link in zip(batch, links):
                    made = os.path.splitext(link)[0] + "." + to
                    if os.path.exists(made) and os.path.getsize(made) > 0:
                        os.remove(made)
                    elif converts(program, to, os.path.join(results, name), work):
                        pass  # it only suffered from another one in its batch
                    elif converts(program, to, os.path.join(originals, name), work):
                        bad.append((name, "no %s, though the original gives one" % to))
                    else:
                        neither += 1
                done += len(batch)
                sys.stderr.write("\r%d of %d" % (done, len(small) + len(large)))
        sys.stderr.write("\n")
    print("LibreOffice: %d books (%d large), %d neither before nor after, %d results are worse" % (
        done, len(large), neither, len(bad)))
    return bad


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("originals")
    parser.add_argument("results")
    parser.add_argument("--only", choices=["openpyxl", "libreoffice"])
    options = parser.parse_args()
    names = [n for n in books(options.results) if os.path.exists(os.path.join(options.originals, n))]
    bad = []
    if options.only != "libreoffice":
        if openpyxl:
            bad += by_openpyxl(options.originals, options.results, names)
        else:
            print("openpyxl is not installed: skipped")
    program = shutil.which("soffice")
    if options.only != "openpyxl":
        if program:
            bad += by_libreoffice(program, options.originals, options.results, names)
        else:
            print("LibreOffice is not installed: skipped")
    for name, what in bad:
        print("WORSE %s: %s" % (name, what))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
