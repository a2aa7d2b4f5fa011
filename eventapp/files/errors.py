"""How we refuse a file: always with the sentence that says what to do."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class FileUnfit(Refusal):
    """We do not take this file."""

    status = 422
    message = lazy_gettext("We cannot take this file. Choose another one.")


class FileEmpty(FileUnfit):
    """Nothing is in it."""

    message = lazy_gettext("This file is empty. Choose another one.")


class FileTooLarge(FileUnfit):
    """It has more octets than the question allows."""

    message = lazy_gettext("This file is too large. Choose a smaller one.")


class FileOfAnotherKind(FileUnfit):
    """What it is by its content was not asked for."""

    message = lazy_gettext(
        "We do not take files of this kind here. Choose one of the kinds above."
    )


class FileUnknown(FileUnfit):
    """It is nothing that we know, whatever its name says."""

    message = lazy_gettext(
        "We cannot read this file. Its name may promise more than it is. "
        "Save it again, for example as PDF."
    )


class FileDamaged(FileUnfit):
    """It begins well and does not go on so."""

    message = lazy_gettext("This file is damaged. Save it again, or choose another.")


class FileIsProgram(FileUnfit):
    """A computer would run it."""

    message = lazy_gettext("This file is a program. We take documents and pictures.")


class FileIsPage(FileUnfit):
    """A browser would run it: HTML, SVG, XML."""

    message = lazy_gettext(
        "This file is a web page or a drawing that can run scripts. "
        "Save it as PDF or PNG."
    )


class FileHidesMore(FileUnfit):
    """Two files in one: what follows the first is another one."""

    message = lazy_gettext(
        "Something else is hidden in this file. Open it, save it again, then send it."
    )


class FileHasMacros(FileUnfit):
    """It carries programs that run when it is opened."""

    message = lazy_gettext(
        "This document contains macros or scripts. Save it without them, "
        "for example as PDF."
    )


class FileIsLocked(FileUnfit):
    """A password keeps us from looking at it."""

    message = lazy_gettext("A password protects this file. Save it without one.")


class FileUnfoldsTooFar(FileUnfit):
    """It is small, and would become enormous when opened."""

    message = lazy_gettext(
        "This file becomes far too large when it is opened. Choose another one."
    )
