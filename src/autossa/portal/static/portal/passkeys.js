/* Passkeys: asks the browser for one, puts its answer into the form beside the button, and sends the form.
   <form data-passkey="create|get" data-options="…" or data-options-url="…">; without this script the form stays hidden. */
(() => {
  const toBytes = (text) => {
    const base = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(base.padEnd(Math.ceil(base.length / 4) * 4, "=")), (letter) => letter.charCodeAt(0));
  };

  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const withBytes = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

  const ask = async (kind, given) => {
    const publicKey = { ...given, challenge: toBytes(given.challenge) };
    if (kind === "create") {
      publicKey.user = { ...given.user, id: toBytes(given.user.id) };
      publicKey.excludeCredentials = withBytes(given.excludeCredentials);
      publicKey.authenticatorSelection = {
        ...given.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      };
      return navigator.credentials.create({ publicKey });
    }
    publicKey.allowCredentials = withBytes(given.allowCredentials);
    return navigator.credentials.get({ publicKey });
  };

  const answer = (credential) => {
    const { response } = credential;
    const said = { clientDataJSON: toText(response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[name]) said[name] = toText(response[name]);
    }
    if (response.getTransports) said.transports = response.getTransports();
    return JSON.stringify({
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      response: said,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  const options = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const response = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error("no options");
    return (await response.json()).request_options;
  };

  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("button");
    const failed = form.querySelector(".error[role=alert]");
    form.hidden = false;
    const run = async () => {
      button.disabled = true;
      failed.hidden = true;
      try {
        const given = await options(form);
        form.elements.credential.value = answer(await ask(form.dataset.passkey, given.publicKey));
        form.submit();
      } catch {
        failed.hidden = false;
        button.disabled = false;
      }
    };
    button.addEventListener("click", run);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run();
    });
  }
})();
