/*
 * Ruby in the rich text editor: select characters, press the button, type their reading.
 *
 * The editor holds base and reading as ordinary text under one RUBY entity; the reading has the inline style
 * ANNOTATION, which raises it.  A click on ruby offers to change the reading or to remove it.
 */
(() => {
  const { DraftJS, React, draftail } = window;
  const { EditorState, Modifier, SelectionState } = DraftJS;
  const READING = "ANNOTATION";

  const isRuby = (content, key) => key !== null && content.getEntity(key).getType() === "RUBY";

  const select = (block, start, end) =>
    SelectionState.createEmpty(block.getKey()).merge({ anchorOffset: start, focusOffset: end });

  /* The ruby around an offset: where it is, its base and its reading; null where there is none. */
  const rubyAt = (content, block, offset) => {
    const key = block.getEntityAt(offset);
    if (!isRuby(content, key)) return null;
    let found = null;
    block.findEntityRanges(
      (character) => character.getEntity() === key,
      (start, end) => {
        if (start <= offset && offset < end) found = { start, end, base: "", reading: "" };
      },
    );
    for (let at = found.start; at < found.end; at += 1) {
      const part = block.getInlineStyleAt(at).has(READING) ? "reading" : "base";
      found[part] += block.getText()[at];
    }
    return found;
  };

  /* What the button works on: the ruby at the cursor, else the selected characters of one paragraph. */
  const target = (editorState) => {
    const content = editorState.getCurrentContent();
    const selection = editorState.getSelection();
    const block = content.getBlockForKey(selection.getStartKey());
    const start = selection.getStartOffset();
    const before = selection.isCollapsed() && start > 0 ? rubyAt(content, block, start - 1) : null;
    const ruby = rubyAt(content, block, start) || before;
    if (ruby) return { block, ...ruby };
    const end = selection.getEndOffset();
    if (selection.isCollapsed() || selection.getStartKey() !== selection.getEndKey()) return null;
    return { block, start, end, base: block.getText().slice(start, end), reading: "" };
  };

  const write = (editorState, { block, start, end, base }, reading) => {
    const style = block.getInlineStyleAt(start).remove(READING);
    let content = editorState.getCurrentContent();
    let key = null;
    if (reading) {
      content = content.createEntity("RUBY", "MUTABLE", {});
      key = content.getLastCreatedEntityKey();
    }
    content = Modifier.replaceText(content, select(block, start, end), base, style, key);
    const middle = start + base.length;
    if (reading) {
      content = Modifier.insertText(content, select(block, middle, middle), reading, style.add(READING), key);
    }
    const cursor = select(block, middle + reading.length, middle + reading.length);
    const next = EditorState.push(editorState, content, "insert-characters");
    return EditorState.setInlineStyleOverride(EditorState.forceSelection(next, cursor), style);
  };

  /* Set by the tooltip's second button: the source it opens then takes the reading away without asking. */
  let removing = false;

  class RubySource extends React.Component {
    componentDidMount() {
      const { editorState, entityType, onClose, onComplete } = this.props;
      const found = target(editorState);
      const answer = found && this.ask(found, entityType);
      removing = false;
      if (answer === null) {
        onClose();
        return;
      }
      onComplete(write(editorState, found, answer.trim()));
    }

    ask({ base, reading }, { prompt }) {
      return removing ? "" : window.prompt(prompt.replace("%(base)s", base), reading);
    }

    render() {
      return null;
    }
  }

  /* Ruby in the text; a click offers to change or to remove it, as with links. */
  const Ruby = (props) => {
    const { decoratedText, entityKey, onEdit } = props;
    const onRemove = () => {
      removing = true;
      onEdit(entityKey);
    };
    const icon = React.createElement("span", { "aria-hidden": true });
    /* With a key, because changed ruby is a new entity: its tooltip begins closed. */
    const parts = { ...props, key: entityKey, icon, label: decoratedText, onRemove };
    return React.createElement(draftail.TooltipEntity, parts);
  };

  /* Text typed right after a reading takes over its style; without its ruby that style must go. */
  const withoutStrayReadings = (editorState) => {
    let content = editorState.getCurrentContent();
    content.getBlockMap().forEach((block) => {
      block.findStyleRanges(
        (character) => character.hasStyle(READING) && !isRuby(content, character.getEntity()),
        (start, end) => {
          content = Modifier.removeInlineStyle(content, select(block, start, end), READING);
        },
      );
    });
    if (content === editorState.getCurrentContent()) return editorState;
    const selection = editorState.getSelection();
    return EditorState.acceptSelection(EditorState.set(editorState, { currentContent: content }), selection);
  };

  draftail.registerPlugin({ type: "RUBY", source: RubySource, decorator: Ruby }, "entityTypes");
  draftail.registerPlugin({ type: "RUBY_READINGS", onChange: withoutStrayReadings }, "plugins");
})();
