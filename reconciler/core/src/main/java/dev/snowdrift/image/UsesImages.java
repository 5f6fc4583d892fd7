package dev.snowdrift.image;

import java.util.List;

/// A specification that runs images, in whatever target: their repositories are listed in every
/// look, so that a missing image is found before anything is written.
public interface UsesImages {

  /// Those in repositories of the account; images from elsewhere are nobody's business.
  List<ImagePath> images();
}
