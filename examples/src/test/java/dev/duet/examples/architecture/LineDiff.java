package dev.duet.examples.architecture;

import java.util.List;

/** The difference of two texts by lines: {@code -} what is gone, {@code +} what is new. */
final class LineDiff {

    private LineDiff() {}

    static String of(String before, String after) {
        List<String> left = before.lines().toList();
        List<String> right = after.lines().toList();
        int[][] common = common(left, right);
        StringBuilder text = new StringBuilder();
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            if (i < left.size() && j < right.size() && left.get(i).equals(right.get(j))) {
                i++;
                j++;
            } else if (j == right.size() || i < left.size() && common[i + 1][j] >= common[i][j + 1]) {
                text.append("- ").append(left.get(i++)).append('\n');
            } else {
                text.append("+ ").append(right.get(j++)).append('\n');
            }
        }
        return text.toString();
    }

    /** {@code [i][j]}: how many lines the texts have in common from there on. */
    private static int[][] common(List<String> left, List<String> right) {
        int[][] length = new int[left.size() + 1][right.size() + 1];
        for (int i = left.size() - 1; i >= 0; i--) {
            for (int j = right.size() - 1; j >= 0; j--) {
                length[i][j] = left.get(i).equals(right.get(j))
                        ? length[i + 1][j + 1] + 1
                        : Math.max(length[i + 1][j], length[i][j + 1]);
            }
        }
        return length;
    }
}
