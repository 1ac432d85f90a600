package coop.imece.link;

/** Starts the threads of links, which keep no process alive. */
final class LinkThreads {
  private LinkThreads() {}

  static Thread start(String name, Runnable work) {
    var thread = new Thread(work, "imece-link-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
