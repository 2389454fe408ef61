/* What is shown once can be kept: copied, printed, saved as a file. <div data-keep="#id" data-file="name.txt"> holds the
   buttons data-copy, data-print and data-save; without this script it stays hidden. */
(() => {
  for (const row of document.querySelectorAll("[data-keep]")) {
    const source = document.querySelector(row.dataset.keep);
    const said = row.querySelector("[role=status]");
    const lines = () => {
      const items = [...source.querySelectorAll("li")];
      return (items.length ? items : [source]).map((item) => item.textContent.trim()).join("\n") + "\n";
    };
    const say = (text) => {
      said.textContent = text;
    };
    const select = () => getSelection().selectAllChildren(source);

    row.querySelector("[data-copy]").addEventListener("click", async (event) => {
      const { done, failed } = event.currentTarget.dataset;
      try {
        await navigator.clipboard.writeText(lines());
        say(done);
      } catch {
        select();
        say(document.execCommand("copy") ? done : failed);
      }
    });
    row.querySelector("[data-print]")?.addEventListener("click", () => print());
    row.querySelector("[data-save]")?.addEventListener("click", (event) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([`${row.dataset.head}\n\n${lines()}`], { type: "text/plain" }));
      link.download = row.dataset.file;
      link.click();
      URL.revokeObjectURL(link.href);
      say(event.currentTarget.dataset.done);
    });
    row.hidden = false;
  }
})();
