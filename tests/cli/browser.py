#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Drive a page in headless Chromium, over its debugging pipe.

    browser.py PAGE FOLDER STEP...

A step is key=K (press a key), page=PAGE (open another, or it again), eval=JS (print what it gives, once
it is there), size=WIDTHxHEIGHT, scheme=dark or light, shot=FILE (a picture), pdf=FILE, or saved=NAME
(wait for a download of that name in FOLDER). Exit code 77 when there is no Chromium. An
error of the page, or anything its policy refuses, is printed and gives exit code 1.
"""
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

LIMIT = 1800  # seconds for one answer: only what hangs takes so long


class Browser:
    def __init__(self, program, profile):
        to_browser, self.out = os.pipe()
        self.inp, from_browser = os.pipe()

        def place():  # the browser reads descriptor 3 and writes 4
            os.dup2(to_browser, 63)
            os.dup2(from_browser, 64)
            os.dup2(63, 3)
            os.dup2(64, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-dev-shm-usage", "--remote-debugging-pipe", "--window-size=1400,900",
             f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=place, close_fds=False, stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        os.set_blocking(self.inp, False)
        self.buffer, self.last, self.session, self.faults = b"", 0, None, []

    def receive(self):
        end = time.monotonic() + LIMIT
        while b"\0" not in self.buffer:
            try:
                piece = os.read(self.inp, 1 << 20)
                if not piece:
                    sys.exit("browser.py: Chromium went away")
                self.buffer += piece
            except BlockingIOError:
                if time.monotonic() > end:
                    sys.exit("browser.py: no answer from Chromium")
                time.sleep(0.01)
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def notice(self, message):
        method, params = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            self.faults.append(params["exceptionDetails"].get("text", "exception"))
        if method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.faults.append(params["entry"]["text"])

    def call(self, method, **params):
        self.last += 1
        message = {"id": self.last, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.last:
                if "error" in answer:
                    sys.exit(f"browser.py: {method}: {answer['error']['message']}")
                return answer["result"]
            self.notice(answer)

    def open(self, page, folder):
        self.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=folder)
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target,
                                 flatten=True)["sessionId"]
        self.call("Runtime.enable")
        self.call("Log.enable")
        self.call("Page.enable")
        self.go(page)

    def go(self, page):
        self.call("Page.navigate", url="file://" + os.path.abspath(page))
        end = time.monotonic() + LIMIT
        while not self.evaluate("document.documentElement.dataset.ready || ''"):
            if time.monotonic() > end:
                sys.exit("browser.py: the page is never ready")
            time.sleep(0.02)

    def evaluate(self, script):
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in result:
            return None
        return result["result"].get("value")

    def press(self, key):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key,
                      windowsVirtualKeyCode={"Escape": 27, "Enter": 13}.get(key, 0))
        time.sleep(0.05)


def step(browser, folder, name, value):
    if name == "key":
        browser.press(value)
    elif name == "eval":
        print(browser.evaluate(value))
    elif name == "page":
        # For what is kept a little later, and goes through other processes on its way.
        browser.evaluate("new Promise((done) => setTimeout(done, 2000))")
        browser.go(value)
    elif name == "size":
        width, height = map(int, value.split("x"))
        browser.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                     deviceScaleFactor=1, mobile=False)
    elif name == "scheme":
        browser.call("Emulation.setEmulatedMedia",
                     features=[{"name": "prefers-color-scheme", "value": value}])
    elif name == "shot":
        time.sleep(0.3)
        data = browser.call("Page.captureScreenshot")["data"]
        with open(value, "wb") as file:
            file.write(base64.b64decode(data))
    elif name == "pdf":
        data = browser.call("Page.printToPDF", printBackground=True, landscape=True)["data"]
        with open(value, "wb") as file:
            file.write(base64.b64decode(data))
    elif name == "saved":
        end = time.monotonic() + LIMIT
        path = os.path.join(folder, value)
        while not os.path.exists(path) or not os.path.getsize(path):
            if time.monotonic() > end:
                sys.exit(f"browser.py: {value} was not saved")
            browser.evaluate("1")
            time.sleep(0.05)
    else:
        sys.exit(f"browser.py: no step '{name}'")


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        sys.exit(77)
    folder = os.path.abspath(sys.argv[2])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        try:
            browser.open(sys.argv[1], folder)
            for one in sys.argv[3:]:
                step(browser, folder, *one.split("=", 1))
        finally:
            browser.process.terminate()
            browser.process.wait()
        for fault in browser.faults:
            print("fault:", fault)
        sys.exit(1 if browser.faults else 0)


main()
