# The trainer's forward pass in bf16: a dense Llama with a tied head, loss and sums in fp32.
# Autograd runs through it, so nothing is changed in place.
class Loss(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # The summed cross entropy of the rows to be learned. Weights: embedding, nine per layer, last norm.
  # ids (B, T), rows and targets (N), cos and sin (T, size), mask (T, T), epsilon ()
  def forward(self: __torch__.Loss, ids: Tensor, rows: Tensor, targets: Tensor, cos: Tensor, sin: Tensor, mask: Tensor, epsilon: Tensor, w: List[Tensor]) -> Tensor:
    last = torch.sub(torch.len(w), 1)
    layers = torch.floordiv(last, 9)
    x = torch.embedding(w[0], ids)                                                  # (B, T, d) fp32
    for i in range(layers):
      at = torch.mul(i, 9)
      own = torch.slice(w, torch.add(at, 1), torch.add(at, 10), 1)
      x = torch.add(x, (self).attention((self).norm(x, own[0], epsilon), cos, sin, mask, own))
      x = torch.add(x, (self).feed_forward((self).norm(x, own[5], epsilon), own))
    learned = torch.index_select(torch.flatten(x, 0, 1), 0, rows)                   # (N, d)
    logits = (self).linear((self).norm(learned, w[last], epsilon), w[0])            # (N, vocabulary)
    surprise = torch.log_softmax(torch.to(logits, 6), -1)
    picked = torch.gather(surprise, 1, torch.unsqueeze(targets, 1))
    return torch.neg(torch.sum(picked))

  # own: input norm, q, k, v, o, feed-forward norm, gate, up, down
  def attention(self: __torch__.Loss, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor, own: List[Tensor]) -> Tensor:
    size = torch.size(cos, 1)
    q = (self).rotate((self).heads((self).linear(x, own[1]), size), cos, sin)       # (B, H, T, size)
    k = (self).rotate((self).heads((self).linear(x, own[2]), size), cos, sin)
    v = (self).heads((self).linear(x, own[3]), size)
    scores = torch.mul(torch.matmul(q, torch.transpose(k, 2, 3)), torch.pow(size, -0.5))
    weights = torch.softmax(torch.add(scores, torch.to(mask, 15)), -1)                            # (B, H, T, T)
    seen = torch.flatten(torch.transpose(torch.matmul(weights, v), 1, 2), 2, 3)     # (B, T, d)
    return (self).linear(seen, own[4])

  def feed_forward(self: __torch__.Loss, x: Tensor, own: List[Tensor]) -> Tensor:
    gated = torch.mul(torch.silu((self).linear(x, own[6])), (self).linear(x, own[7]))
    return (self).linear(gated, own[8])

  def heads(self: __torch__.Loss, x: Tensor, size: int) -> Tensor:
    return torch.transpose(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), -1, size]), 1, 2)

  def rotate(self: __torch__.Loss, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    halves = torch.chunk(x, 2, -1)
    turned = torch.cat([torch.neg(halves[1]), halves[0]], -1)
    return torch.add(torch.mul(x, torch.to(cos, 15)), torch.mul(turned, torch.to(sin, 15)))

  # Root mean square norm in fp32, result in bf16.
  def norm(self: __torch__.Loss, x: Tensor, weight: Tensor, epsilon: Tensor) -> Tensor:
    square = torch.mean(torch.mul(x, x), [-1], True)
    return torch.to(torch.mul(torch.mul(x, torch.rsqrt(torch.add(square, epsilon))), weight), 15)

  def linear(self: __torch__.Loss, x: Tensor, weight: Tensor) -> Tensor:
    return torch.linear(x, torch.to(weight, 15))
