package coop.imece.shard.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import coop.imece.core.ModelShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Where every tensor of a dense Llama with a tied head stands in one long vector, so that the
 * optimizer is a few operations on the whole.
 */
final class ParameterLayout {
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  ParameterLayout(ModelShape shape) {
    shapes.put("model.embed_tokens.weight", new Shape(shape.vocabulary(), shape.hidden()));
    for (var layer = 0; layer < shape.layers(); layer++) {
      var own = "model.layers." + layer + ".";
      shapes.put(own + "input_layernorm.weight", new Shape(shape.hidden()));
      shapes.put(own + "self_attn.q_proj.weight", new Shape(shape.queryWidth(), shape.hidden()));
      shapes.put(own + "self_attn.k_proj.weight", new Shape(shape.kvWidth(), shape.hidden()));
      shapes.put(own + "self_attn.v_proj.weight", new Shape(shape.kvWidth(), shape.hidden()));
      shapes.put(own + "self_attn.o_proj.weight", new Shape(shape.hidden(), shape.queryWidth()));
      shapes.put(own + "post_attention_layernorm.weight", new Shape(shape.hidden()));
      shapes.put(own + "mlp.gate_proj.weight", new Shape(shape.feedForward(), shape.hidden()));
      shapes.put(own + "mlp.up_proj.weight", new Shape(shape.feedForward(), shape.hidden()));
      shapes.put(own + "mlp.down_proj.weight", new Shape(shape.hidden(), shape.feedForward()));
    }
    shapes.put("model.norm.weight", new Shape(shape.hidden()));
  }

  Map<String, Shape> shapes() {
    return shapes;
  }

  int size() {
    return Math.toIntExact(shapes.values().stream().mapToLong(Shape::size).sum());
  }

  /** The tensors as views of the vector; gradients of the views flow into it. */
  Map<String, NDArray> views(NDArray vector) {
    var sizes = shapes.values().stream().mapToLong(Shape::size).toArray();
    var parts = JniUtils.split((PtNDArray) vector, sizes, 0);
    var views = new HashMap<String, NDArray>();
    for (var name : shapes.keySet()) {
      views.put(name, parts.get(views.size()).reshape(shapes.get(name)));
    }
    return views;
  }

  /** Norms at 1; matrices normal, those that write into the residual stream smaller. */
  float[] initial(Random random, int layers) {
    var values = new float[size()];
    var at = 0;
    for (var tensor : shapes.entrySet()) {
      var deviation = deviation(tensor.getKey(), tensor.getValue(), layers);
      for (var i = 0; i < tensor.getValue().size(); i++) {
        values[at++] = isNorm(tensor.getKey()) ? 1 : (float) (deviation * random.nextGaussian());
      }
    }
    return values;
  }

  /** 1 where weight decay applies, 0 at the norms. */
  float[] decayed() {
    var values = new float[size()];
    var at = 0;
    for (var tensor : shapes.entrySet()) {
      for (var i = 0; i < tensor.getValue().size(); i++) {
        values[at++] = isNorm(tensor.getKey()) ? 0 : 1;
      }
    }
    return values;
  }

  List<String> names() {
    return new ArrayList<>(shapes.keySet());
  }

  private static double deviation(String name, Shape shape, int layers) {
    if (name.contains("embed_tokens")) {
      return 0.02;
    }
    var fanIn = shape.get(shape.dimension() - 1);
    var writesResidual = name.contains("o_proj") || name.contains("down_proj");
    return Math.sqrt(1.0 / fanIn) / (writesResidual ? Math.sqrt(2.0 * layers) : 1);
  }

  private static boolean isNorm(String name) {
    return name.endsWith("norm.weight");
  }
}
