"""Room 6, pictures and files: brings originals into the library, by their old address and their content.

    wanted     which originals the pages name, and what to call them
    shelf      where each of them is: beside the pages, in the library from an earlier run, or to be fetched
    pictures   a picture made anew from its pixels;  `files`  what a file to download is
    library    Wagtail's pictures and documents, their files and renditions
    removal    what an import brought, taken away again

What happens when the power goes.  Files cannot be taken back with a transaction, so none is written inside one:

* Originals are brought before any page is written.  A page's transaction only looks up what is there.
* A file's name is made of its content.  First the file is written, then, in one transaction, the library's row and our
  own (`ImportedMedia`).  A file that an interrupted run left without a row is replaced under the same name by the next
  run of the same import: there is neither an orphan nor a second copy.  Renditions likewise, one by one.
* What one run stored, the next one finds by address and content, and fetches nothing again.
* Taking away goes the other way round: in one transaction the library's row goes and ours keeps the names of the files
  (`leftovers`); then the files go, then our row.  Whatever is left is swept by the next import or removal.
"""

from importers.media.removal import Removed, remove
from importers.media.shelf import Shelf
from importers.media.wanted import Wanted, old_hosts, wanted

__all__ = ["Removed", "Shelf", "Wanted", "old_hosts", "remove", "wanted"]
