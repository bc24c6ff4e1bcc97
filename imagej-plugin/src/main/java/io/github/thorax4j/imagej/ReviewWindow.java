package io.github.thorax4j.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GUI;
import ij.gui.ImageCanvas;
import ij.gui.ImageWindow;
import ij.process.ByteProcessor;
import io.github.thorax4j.batch.Disclaimer;
import java.awt.Button;
import java.awt.Component;
import java.awt.FlowLayout;
import java.awt.GridLayout;
import java.awt.Insets;
import java.awt.Label;
import java.awt.Panel;
import java.awt.Rectangle;
import java.awt.event.KeyAdapter;
import java.awt.event.KeyEvent;
import java.awt.event.KeyListener;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * The window of a review: a film, the model's answer and what may be done with it, by keys or
 * buttons. ImageJ's own shortcuts do not work in it, as P, N and S would print, open and save. It
 * is shown and asked from one thread, which is not that of the events.
 */
final class ReviewWindow extends ImageWindow {

  /** Room for the title bar and the rim, which are not known before the window is there. */
  private static final int MARGIN = 60;

  private static final double LARGEST_MAGNIFICATION = 4;

  private final ImagePlus image;
  private final Label answer = new Label();
  private final Label hint = new Label();
  private final Panel panel = new Panel(new GridLayout(0, 1));

  /** Takes an action only while it is waited for: nobody has seen a film that is being read. */
  private final transient SynchronousQueue<Action> actions = new SynchronousQueue<>();

  /** What the user wants. */
  enum Action {
    PNEUMONIA("Pneumonia (P)"),
    NORMAL("Normal (N)"),
    ACCEPT("Accept (Enter)"),
    SKIP("Skip (S)"),
    BACK("Back (U)"),
    HEAT_MAP("Heat map (H)"),
    STOP("Stop (Esc)");

    private final String label;

    Action(String label) {
      this.label = label;
    }

    private static Optional<Action> of(int key) {
      return switch (key) {
        case KeyEvent.VK_P -> Optional.of(PNEUMONIA);
        case KeyEvent.VK_N -> Optional.of(NORMAL);
        case KeyEvent.VK_ENTER -> Optional.of(ACCEPT);
        case KeyEvent.VK_S -> Optional.of(SKIP);
        case KeyEvent.VK_U, KeyEvent.VK_BACK_SPACE -> Optional.of(BACK);
        case KeyEvent.VK_H -> Optional.of(HEAT_MAP);
        case KeyEvent.VK_ESCAPE -> Optional.of(STOP);
        default -> Optional.empty();
      };
    }
  }

  private ReviewWindow(ImagePlus image) {
    super(image);
    this.image = image;
    panel.add(answer);
    panel.add(hint);
    Panel buttons = new Panel(new FlowLayout(FlowLayout.LEFT, 4, 0));
    for (Action action : Action.values()) {
      Button button = new Button(action.label);
      button.setFocusable(false);
      button.addActionListener(e -> actions.offer(action));
      buttons.add(button);
    }
    panel.add(buttons);
    panel.add(new Label(Disclaimer.TEXT));
    add(panel);
    KeyListener keys =
        new KeyAdapter() {
          @Override
          public void keyPressed(KeyEvent e) {
            pressed(e);
          }
        };
    for (Component component : new Component[] {this, getCanvas()}) {
      for (KeyListener ofImageJ : component.getKeyListeners()) {
        component.removeKeyListener(ofImageJ);
      }
      component.addKeyListener(keys);
    }
    fit();
    getCanvas().requestFocus();
  }

  /** Opens the window with its first film. */
  static ReviewWindow open(String title, ByteProcessor film) {
    return new ReviewWindow(new ImagePlus(title, film));
  }

  private void pressed(KeyEvent e) {
    ImageCanvas canvas = getCanvas();
    if (e.isControlDown() || e.isMetaDown() || e.isAltDown()) {
      return;
    }
    switch (e.getKeyCode()) {
      case KeyEvent.VK_PLUS, KeyEvent.VK_EQUALS, KeyEvent.VK_ADD ->
          canvas.zoomIn(canvas.getWidth() / 2, canvas.getHeight() / 2);
      case KeyEvent.VK_MINUS, KeyEvent.VK_SUBTRACT ->
          canvas.zoomOut(canvas.getWidth() / 2, canvas.getHeight() / 2);
      default -> Action.of(e.getKeyCode()).ifPresent(actions::offer);
    }
  }

  /** Shows another film. */
  void show(String title, ByteProcessor film) {
    image.setOverlay(null);
    image.setProcessor(title, film);
    fit();
  }

  /** Says what the model answered and what to do. */
  void say(String about, String todo) {
    answer.setText(about);
    hint.setText(todo);
  }

  /** Waits for the user; also closing the window, or Escape in any other one, stops. */
  Action next() throws InterruptedException {
    while (!isClosed() && !IJ.escapePressed()) {
      Action action = actions.poll(100, TimeUnit.MILLISECONDS);
      if (action != null) {
        return action;
      }
    }
    return Action.STOP;
  }

  /** Closes the window; the film is not to be saved. */
  void end() {
    image.changes = false;
    close();
  }

  /** The whole film as large as the screen has room for it and what stands below. */
  private void fit() {
    Rectangle screen = GUI.getMaxWindowBounds(this);
    Insets insets = getInsets();
    int width = screen.width - insets.left - insets.right - 2 * HGAP - MARGIN;
    int height =
        screen.height
            - insets.top
            - insets.bottom
            - 3 * VGAP
            - MARGIN
            - panel.getPreferredSize().height;
    double magnification =
        Math.min(
            LARGEST_MAGNIFICATION,
            Math.min((double) width / image.getWidth(), (double) height / image.getHeight()));
    ImageCanvas canvas = getCanvas();
    canvas.setSourceRect(new Rectangle(0, 0, image.getWidth(), image.getHeight()));
    canvas.setMagnification(magnification);
    canvas.setSize(
        (int) (image.getWidth() * magnification), (int) (image.getHeight() * magnification));
    setLocation(screen.x, screen.y);
    pack();
    repaint();
  }
}
