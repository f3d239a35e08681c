"""What pyproject.toml cannot say: a wheel carries message catalogues compiled, in place of their sources."""

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(Path(__file__).parent))
from portal.operations.catalogues import catalogues, compile_catalogues


class BuildWithCatalogues(build_py):
    def run(self) -> None:
        super().run()
        if self.editable_mode:  # the source itself is installed; the demo and the tests compile there
            return
        built = Path(self.build_lib)
        compile_catalogues(built)
        for source in catalogues(built):
            if "scaffold" not in source.parts:  # a new plugin gets the sources
                source.unlink()


setup(cmdclass={"build_py": BuildWithCatalogues})
