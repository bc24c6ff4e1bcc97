package io.github.thorax4j.imagej;

import ij.IJ;
import io.github.thorax4j.testdata.ExternalProgram;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** An ImageJ that the plugin has to work in. */
enum ImageJRelease {
  /** The one that it is compiled against. */
  CURRENT {
    @Override
    Path jar() {
      return Path.of(
          URI.create(IJ.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    }
  },
  /** Debian's, which is older. */
  DEBIAN {
    @Override
    Path jar() {
      Path jar = Path.of("/usr/share/java/ij.jar");
      if (!Files.exists(jar)) {
        throw ExternalProgram.missing(jar + " is missing: apt-get install imagej");
      }
      return jar;
    }
  };

  /** Its jar; skips the test visibly where it is not installed. */
  abstract Path jar();
}
