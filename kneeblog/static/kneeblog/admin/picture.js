/*
 * A picture that has not been brought over yet: the editor reads, without opening anything, where it was on the old
 * site and what it showed.  The note goes as soon as a picture of the library is chosen.
 */
(() => {
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;

  const line = (label, content) => {
    const paragraph = document.createElement("p");
    paragraph.append(`${label}: `, content);
    return paragraph;
  };

  const link = (address) => {
    if (!/^https?:\/\//.test(address)) return address;
    const anchor = document.createElement("a");
    Object.assign(anchor, { href: address, textContent: address, target: "_blank", rel: "noreferrer noopener" });
    return anchor;
  };

  class PictureBlockDefinition extends StructBlockDefinition {
    render(placeholder, prefix, state, error) {
      const block = super.render(placeholder, prefix, state, error);
      const { original_url: address, original_alt: alt } = state || {};
      if (state?.image?.image || !(address || alt)) return block;

      const note = document.createElement("div");
      note.className = "help-block help-warning kneeblog-pending";
      const icon = '<svg class="icon icon-warning icon" aria-hidden="true"><use href="#icon-warning"></use></svg>';
      note.insertAdjacentHTML("beforeend", icon);
      const heading = document.createElement("p");
      heading.append(this.meta.pendingNote);
      note.append(heading);
      if (address) note.append(line(this.labelOf("original_url"), link(address)));
      if (alt) note.append(line(this.labelOf("original_alt"), alt));

      const chooser = document.getElementById(`${prefix}-image-image`);
      const inner = chooser.closest("[data-contentpath='image']");
      const outer = inner.parentElement.closest("[data-contentpath='image']") || inner;
      outer.before(note);
      block.childBlocks.image.childBlocks.image.widget.addEventListener("chosen", () => note.remove());
      return block;
    }

    labelOf(name) {
      return this.childBlockDefs.find((child) => child.name === name).meta.label;
    }
  }

  window.telepath.register("kneeblog.blocks.PictureBlock", PictureBlockDefinition);
})();
